package io.gantry.registry.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.Condition;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.LlmService;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.inferenceservice.StoredService;
import io.gantry.registry.llm.Made;
import io.gantry.registry.store.StatusSource;
import io.gantry.registry.store.StoredResource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The status of LLMInferenceServices, from what the topics have said so far.
@ApplicationScoped
class LlmStatuses implements StatusSource {

    private final Observed observed;
    private final RegistryConfig config;

    LlmStatuses(Observed observed, RegistryConfig config) {
        this.observed = observed;
        this.config = config;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(LlmService.KIND);
    }

    @Override
    public ObjectNode status(StoredResource resource) {
        StoredService service = StoredService.of(resource);
        String url = Composition.url(config.proxyUrl(), service.key());
        ObjectNode status = KServeJson.mapper().createObjectNode();
        status.put("observedGeneration", service.generation()).put("url", url);
        status.putArray("addresses").addObject().put("url", url);
        conditions(resource, service)
                .forEach(each -> status.withArray("conditions").add(KServeJson.tree(each)));
        return status;
    }

    private List<Condition> conditions(StoredResource resource, StoredService service) {
        LlmConditions conditions =
                new LlmConditions(
                        Made.of(resource).flatMap(made -> Optional.ofNullable(made.refusal())),
                        Composition.created(service));
        return service.revisions().isEmpty()
                ? conditions.ofNothing()
                : conditions.of(
                        new Composition(service, observed.of(service), config.proxyUrl())
                                .conditions());
    }
}
