package io.gantry.registry.localmodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.Keys;
import io.gantry.kserve.rules.Change;
import io.gantry.kserve.rules.ResourceRules;
import io.gantry.kserve.rules.Stored;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.publish.Outbox;
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

/// A change of a cache or a group makes an event. What KServe's rules compare it with is looked up.
@ApplicationScoped
class CacheKindRules implements KindRules {

    /// Looked up late, because the resources look up their rules.
    private final Instance<Resources> resources;

    private final Outbox outbox;

    CacheKindRules(Instance<Resources> resources, Outbox outbox) {
        this.resources = resources;
        this.outbox = outbox;
    }

    @Override
    public Set<String> kinds() {
        return CacheKinds.ALL;
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
        return asksForElse
                ? outbox.add(next.identity().version(), CacheEvents.applied(next))
                : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> deleted(StoredResource gone) {
        return outbox.add(gone.identity().version(), CacheEvents.deleted(gone));
    }

    private static ResourceRules rules(ObjectNode resource) {
        String kind = resource.path("kind").asText();
        return ResourceRules.of(resource.path("apiVersion").asText(), kind)
                .orElseThrow(() -> new IllegalArgumentException("No rules for " + kind));
    }

    private Uni<Stored> beside(ObjectNode resource) {
        String namespace =
                resource.path("metadata").path("namespace").asText(Keys.DEFAULT_NAMESPACE);
        Map<String, List<ObjectNode>> found = new HashMap<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (String kind : CacheKinds.ALL) {
            String scope = kind.equals(CacheKinds.NAMESPACE_CACHE) ? namespace : Keys.CLUSTER_SCOPE;
            // One after the other, as a session wants it.
            all =
                    all.chain(() -> resources.get().all(new ResourceKey(kind, scope, "")))
                            .invoke(stored -> found.put(kind, trees(stored)))
                            .replaceWithVoid();
        }
        return all.map(_ -> (wanted, _) -> found.getOrDefault(wanted, List.of()));
    }

    private static List<ObjectNode> trees(List<StoredResource> stored) {
        return stored.stream().map(StoredResource::tree).toList();
    }
}
