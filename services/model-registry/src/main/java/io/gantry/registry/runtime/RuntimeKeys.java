package io.gantry.registry.runtime;

import io.gantry.events.Keys;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.store.ResourceKey;

/// Where runtimes are stored.
final class RuntimeKeys {

    private RuntimeKeys() {}

    static ResourceKey of(ServingRuntime runtime) {
        String namespace =
                runtime.namespace() == null ? Keys.DEFAULT_NAMESPACE : runtime.namespace();
        return runtime.clusterWide()
                ? new ResourceKey(ServingRuntime.CLUSTER_KIND, Keys.CLUSTER_SCOPE, runtime.name())
                : new ResourceKey(ServingRuntime.KIND, namespace, runtime.name());
    }
}
