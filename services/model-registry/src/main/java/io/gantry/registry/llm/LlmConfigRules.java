package io.gantry.registry.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.rules.Change;
import io.gantry.kserve.rules.ResourceRules;
import io.gantry.kserve.rules.Stored;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.store.KindRules;
import io.gantry.registry.store.StoredResource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// KServe's rules for LLMInferenceServiceConfigs. What follows of a change follows when it has
/// settled ([ConfigFollower]), since it concerns any number of services.
@ApplicationScoped
class LlmConfigRules implements KindRules {

    @Override
    public Set<String> kinds() {
        return Set.of(LlmConfigs.KIND);
    }

    @Override
    public Uni<List<Violation>> violations(ObjectNode resource, @Nullable ObjectNode old) {
        return Uni.createFrom()
                .item(rules(resource).validate(new Change(resource, old, Stored.NOTHING)));
    }

    @Override
    public Uni<List<Violation>> warnings(ObjectNode resource) {
        return Uni.createFrom()
                .item(rules(resource).warnings(new Change(resource, null, Stored.NOTHING)));
    }

    @Override
    public Uni<Void> written(StoredResource next, boolean asksForElse) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> deleted(StoredResource gone) {
        return Uni.createFrom().voidItem();
    }

    private static ResourceRules rules(ObjectNode resource) {
        String version = resource.path("apiVersion").asText();
        return ResourceRules.of(version, LlmConfigs.KIND)
                .orElseThrow(() -> new IllegalArgumentException("No rules for " + version));
    }
}
