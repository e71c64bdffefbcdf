package io.gantry.registry.other;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.Keys;
import io.gantry.kserve.rules.Change;
import io.gantry.kserve.rules.ResourceRules;
import io.gantry.kserve.rules.Stored;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.store.KindRules;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.StoredResource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// KServe's rules; a change has no consequence.
@ApplicationScoped
class OtherRules implements KindRules {

    /// What rules compare caches with, and whether it is of the cluster.
    private static final Map<String, Boolean> BESIDE_CACHES =
            Map.of(
                    "LocalModelCache", true,
                    "LocalModelNodeGroup", true,
                    "LocalModelNamespaceCache", false);

    private static final Set<String> CACHES = Set.of("LocalModelCache", "LocalModelNamespaceCache");

    /// Looked up late, because the resources look up their rules.
    private final Instance<Resources> resources;

    OtherRules(Instance<Resources> resources) {
        this.resources = resources;
    }

    @Override
    public Set<String> kinds() {
        return StoredOnly.REASONS.keySet();
    }

    @Override
    public Uni<List<Violation>> violations(ObjectNode resource, @Nullable ObjectNode old) {
        return beside(resource)
                .map(stored -> rules(resource).validate(new Change(resource, old, stored)));
    }

    @Override
    public Uni<List<Violation>> warnings(ObjectNode resource) {
        return beside(resource)
                .map(stored -> rules(resource).warnings(new Change(resource, null, stored)));
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

    private Uni<Stored> beside(ObjectNode resource) {
        if (!CACHES.contains(resource.path("kind").asText())) {
            return Uni.createFrom().item(Stored.NOTHING);
        }
        String namespace =
                resource.path("metadata").path("namespace").asText(Keys.DEFAULT_NAMESPACE);
        Map<String, List<ObjectNode>> found = new HashMap<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Map.Entry<String, Boolean> each : BESIDE_CACHES.entrySet()) {
            String scope = each.getValue() ? Keys.CLUSTER_SCOPE : namespace;
            // One after the other, as a session wants it.
            all =
                    all.chain(() -> resources.get().all(new ResourceKey(each.getKey(), scope, "")))
                            .invoke(stored -> found.put(each.getKey(), trees(stored)))
                            .replaceWithVoid();
        }
        return all.map(_ -> (wanted, _) -> found.getOrDefault(wanted, List.of()));
    }

    private static List<ObjectNode> trees(List<StoredResource> stored) {
        return stored.stream().map(StoredResource::tree).toList();
    }
}
