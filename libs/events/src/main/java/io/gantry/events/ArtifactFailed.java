package io.gantry.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The artifact is not on the node and why.
///
/// @param retryAt when the loader tries again; null when only a change of the source or the spec
///   can help
public record ArtifactFailed(
        String artifact,
        String node,
        String storageUri,
        long generation,
        Failure failure,
        @Nullable Instant retryAt)
        implements ArtifactEvent {}
