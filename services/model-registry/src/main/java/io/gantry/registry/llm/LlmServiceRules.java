package io.gantry.registry.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.Revision;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.InferenceServiceSpec;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ObjectMeta;
import io.gantry.kserve.combine.Combination;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kserve.llm.LlmConversion;
import io.gantry.kserve.llm.LlmDefaults;
import io.gantry.kserve.rules.Change;
import io.gantry.kserve.rules.ResourceRules;
import io.gantry.kserve.rules.Stored;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.inferenceservice.Publication;
import io.gantry.registry.store.KindRules;
import io.gantry.registry.store.StoredResource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change of an LLMInferenceService makes revisions and an event, as one of an InferenceService
/// does: of what it makes together with the configs that it names.
@ApplicationScoped
class LlmServiceRules implements KindRules {

    private final LlmConfigs configs;
    private final Publication publication;

    LlmServiceRules(LlmConfigs configs, Publication publication) {
        this.configs = configs;
        this.publication = publication;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(LlmService.KIND);
    }

    @Override
    public Set<String> namesakes() {
        return Publication.namesakes(LlmService.KIND);
    }

    @Override
    public Uni<List<Violation>> violations(ObjectNode resource, @Nullable ObjectNode old) {
        return Uni.createFrom()
                .item(rules(resource).validate(new Change(resource, old, Stored.NOTHING)));
    }

    /// Also what it asks for and does not get, and why it does not run yet if it does not.
    @Override
    public Uni<List<Violation>> warnings(ObjectNode resource) {
        return configs.combine(resource)
                .map(combination -> {
                    List<Violation> warnings =
                            new ArrayList<>(
                                    rules(resource)
                                            .warnings(new Change(resource, null, Stored.NOTHING)));
                    switch (combination) {
                        case Combination.Combined combined -> warnings.addAll(combined.remarks());
                        case Combination.Refused(Violation why) -> warnings.add(why);
                    }
                    return warnings;
                });
    }

    @Override
    public Uni<Void> written(StoredResource next, boolean asksForElse) {
        return asksForElse
                ? configs.combine(next.tree()).flatMap(combination -> publish(next, combination))
                : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> deleted(StoredResource gone) {
        return publication.withdraw(gone);
    }

    /// What cannot be combined changes nothing of what runs: configs may be on their way.
    private Uni<Void> publish(StoredResource next, Combination combination) {
        Made.of(combination).writeTo(next.kept());
        ObjectNode manifest = LlmDefaults.apply(LlmConversion.toV1alpha2(next.tree()));
        return switch (combination) {
            case Combination.Refused _ -> publication.keep(next, manifest);
            case Combination.Combined combined -> {
                LlmPredictor predictor = new LlmPredictor(combined);
                List<Revision> before = Publication.revisions(next);
                yield publication.revise(
                        next,
                        service(next, predictor.written()),
                        (number, _) ->
                                before.stream()
                                        .filter(each -> each.number() == number)
                                        .findFirst()
                                        .map(each -> predictor.rescaled(each.predictor()))
                                        .orElseGet(predictor::running),
                        manifest);
            }
        };
    }

    /// One predictor, which gets all requests.
    private static InferenceService service(StoredResource next, Component predictor) {
        return InferenceService.of(
                KServeJson.read(next.tree().path("metadata"), ObjectMeta.class),
                InferenceServiceSpec.of(predictor));
    }

    private static ResourceRules rules(ObjectNode resource) {
        String version = resource.path("apiVersion").asText();
        return ResourceRules.of(version, LlmService.KIND)
                .orElseThrow(() -> new IllegalArgumentException("No rules for " + version));
    }
}
