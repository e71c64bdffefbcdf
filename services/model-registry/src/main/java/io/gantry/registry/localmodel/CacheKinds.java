package io.gantry.registry.localmodel;

import io.gantry.events.Keys;
import io.gantry.events.ModelCacheApplied;
import io.gantry.kserve.rules.ResourceRules;
import io.gantry.registry.store.ResourceKey;
import java.util.Set;

/// The kinds that are about keeping models on nodes.
final class CacheKinds {

    static final String CACHE = ResourceRules.LOCAL_MODEL_CACHE.kind();
    static final String NAMESPACE_CACHE = ResourceRules.LOCAL_MODEL_NAMESPACE_CACHE.kind();
    static final String GROUP = ResourceRules.LOCAL_MODEL_NODE_GROUP.kind();

    static final Set<String> ALL = Set.of(CACHE, NAMESPACE_CACHE, GROUP);

    private CacheKinds() {}

    static ResourceKey keyOf(ModelCacheApplied cache) {
        boolean ofCluster = cache.scope().equals(Keys.CLUSTER_SCOPE);
        return new ResourceKey(ofCluster ? CACHE : NAMESPACE_CACHE, cache.scope(), cache.name());
    }

    static ResourceKey keyOfGroup(String name) {
        return new ResourceKey(GROUP, Keys.CLUSTER_SCOPE, name);
    }
}
