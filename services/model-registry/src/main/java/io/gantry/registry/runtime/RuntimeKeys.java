package io.gantry.registry.runtime;

import io.gantry.events.Keys;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.store.ResourceKey;
import org.jspecify.annotations.Nullable;

/// Where runtimes are stored.
final class RuntimeKeys {

    private RuntimeKeys() {}

    static ResourceKey of(ServingRuntime runtime) {
        String namespace =
                runtime.namespace() == null ? Keys.DEFAULT_NAMESPACE : runtime.namespace();
        return of(runtime.clusterWide() ? null : namespace, runtime.name());
    }

    /// @param namespace null for what belongs to the cluster
    static ResourceKey of(@Nullable String namespace, String name) {
        return namespace == null
                ? new ResourceKey(ServingRuntime.CLUSTER_KIND, Keys.CLUSTER_SCOPE, name)
                : new ResourceKey(ServingRuntime.KIND, namespace, name);
    }
}
