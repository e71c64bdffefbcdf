package io.gantry.registry.status;

import io.gantry.events.ArtifactEvent;
import io.gantry.events.ArtifactFailed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One node's copy of an artifact as it was last seen.
///
/// @param since when it was given up, or tried again after that; the beginning of time when neither
///   was ever done
/// @param failedAt when it began to fail; null when it does not
record ArtifactSighting(ArtifactEvent event, Instant since, @Nullable Instant failedAt) {

    /// @param before null when nothing of it was seen before
    static ArtifactSighting after(
            @Nullable ArtifactSighting before, ArtifactEvent event, Instant at) {
        return new ArtifactSighting(event, since(before, event, at), failedAt(before, event, at));
    }

    /// Whether nobody tries to get it any more.
    boolean hopeless() {
        return hopeless(event);
    }

    private static Instant since(
            @Nullable ArtifactSighting before, ArtifactEvent event, Instant at) {
        if (before != null && before.hopeless() == hopeless(event)) {
            return before.since();
        }
        return before == null && !hopeless(event) ? Instant.MIN : at;
    }

    private static @Nullable Instant failedAt(
            @Nullable ArtifactSighting before, ArtifactEvent event, Instant at) {
        if (!(event instanceof ArtifactFailed)) {
            return null;
        }
        return before != null && before.failedAt() != null ? before.failedAt() : at;
    }

    private static boolean hopeless(ArtifactEvent event) {
        return event instanceof ArtifactFailed failed && failed.retryAt() == null;
    }
}
