package io.gantry.registry.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.InferenceServiceStatus;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.inferenceservice.StoredService;
import io.gantry.registry.store.StatusSource;
import io.gantry.registry.store.StoredResource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The status of InferenceServices, from what the topics have said so far.
@ApplicationScoped
public class Statuses implements StatusSource {

    private final Observed observed;
    private final RegistryConfig config;

    Statuses(Observed observed, RegistryConfig config) {
        this.observed = observed;
        this.config = config;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(InferenceService.KIND);
    }

    @Override
    public ObjectNode status(StoredResource resource) {
        return KServeJson.tree(of(StoredService.of(resource)));
    }

    /// KServe's status of the service. Never blocks.
    public InferenceServiceStatus of(StoredService service) {
        return new Composition(service, observed.of(service), config.proxyUrl()).status();
    }

    /// The names of the service's revisions that take requests, or wake up for one; also of such
    /// that should not run any more. Never blocks.
    public Set<String> ready(StoredService service) {
        return observed.of(service).predictors().entrySet().stream()
                .filter(seen -> seen.getValue().standing().ready() == Truth.TRUE)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
