package io.gantry.registry.store;

import io.gantry.events.Keys;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/// What tells resources apart.
///
/// @param scope the namespace, or [Keys#CLUSTER_SCOPE]
@Embeddable
public record ResourceKey(String kind, String scope, String name) {

    /// The namespace; null for what belongs to the cluster.
    public @Nullable String namespace() {
        return scope.equals(Keys.CLUSTER_SCOPE) ? null : scope;
    }
}
