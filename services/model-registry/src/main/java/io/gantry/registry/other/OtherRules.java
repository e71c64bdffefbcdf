package io.gantry.registry.other;

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

/// KServe's rules; a change has no consequence.
@ApplicationScoped
class OtherRules implements KindRules {

    @Override
    public Set<String> kinds() {
        return StoredOnly.REASONS.keySet();
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
        String kind = resource.path("kind").asText();
        return ResourceRules.of(resource.path("apiVersion").asText(), kind)
                .orElseThrow(() -> new IllegalArgumentException("No rules for " + kind));
    }
}
