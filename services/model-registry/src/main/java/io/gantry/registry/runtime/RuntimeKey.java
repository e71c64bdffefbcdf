package io.gantry.registry.runtime;

import io.gantry.events.Keys;
import io.gantry.kserve.api.ServingRuntime;
import jakarta.persistence.Embeddable;

/// A runtime's name.
///
/// @param scope the namespace, or [Keys#CLUSTER_SCOPE]
@Embeddable
public record RuntimeKey(String scope, String name) {

    static RuntimeKey of(ServingRuntime runtime) {
        String namespace =
                runtime.namespace() == null ? Keys.DEFAULT_NAMESPACE : runtime.namespace();
        return new RuntimeKey(
                runtime.clusterWide() ? Keys.CLUSTER_SCOPE : namespace, runtime.name());
    }
}
