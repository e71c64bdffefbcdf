package io.gantry.autoscale.knative;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the pod autoscaler remembers of a revision from one decision to the next.
///
/// @param overThresholdAt when demand was last over the panic threshold; null when not panicking
/// @param maxPanicPods the largest answer since the panic began
/// @param delayed the answers within the scale-down delay
public record KpaState(@Nullable Instant overThresholdAt, int maxPanicPods, MaxWindow delayed) {

    /// The state to begin with: more than one ready replica starts in panic, which holds them for a
    /// stable window, because nothing is known of their demand yet.
    public static KpaState start(Instant now, int ready) {
        return new KpaState(ready > 1 ? now : null, ready, MaxWindow.EMPTY);
    }

    public boolean panicking() {
        return overThresholdAt != null;
    }
}
