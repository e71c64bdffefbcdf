package io.gantry.registry.status;

import io.gantry.events.ArtifactEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One node's copy of an artifact as it was last seen.
///
/// @param since when it began to be cached, to be downloaded or to fail
record ArtifactSighting(ArtifactEvent event, Instant since) {

    /// @param before null when nothing of it was seen before
    static ArtifactSighting after(
            @Nullable ArtifactSighting before, ArtifactEvent event, Instant at) {
        if (before != null && before.event().getClass() == event.getClass()) {
            return new ArtifactSighting(event, before.since());
        }
        return new ArtifactSighting(event, at);
    }
}
