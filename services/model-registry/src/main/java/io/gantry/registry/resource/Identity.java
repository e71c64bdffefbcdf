package io.gantry.registry.resource;

import java.time.Instant;
import java.util.UUID;

/// What the registry gives a resource, and nobody else may set.
///
/// @param generation counts what was asked of the resource
/// @param version of its last change
/// @param createdVersion the version that it was created with
public record Identity(
        UUID uid, long generation, long version, long createdVersion, Instant createdAt) {

    /// Whether nothing has changed since the creation.
    public boolean isFirst() {
        return version == createdVersion;
    }
}
