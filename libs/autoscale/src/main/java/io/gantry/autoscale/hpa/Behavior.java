package io.gantry.autoscale.hpa;

import java.time.Duration;

/// How fast replicas may change: `HorizontalPodAutoscalerBehavior`.
public record Behavior(ScalingRules up, ScalingRules down) {

    /// Kubernetes' own.
    public static final Behavior DEFAULT = new Behavior(ScalingRules.UP, ScalingRules.DOWN);

    /// With another stabilization in both directions, as Knative makes it of its annotation
    /// `window` (`pkg/reconciler/autoscaling/hpa/resources/hpa.go`).
    public Behavior stabilizedFor(Duration window) {
        return new Behavior(
                new ScalingRules(window, up.select(), up.policies(), up.tolerance()),
                new ScalingRules(window, down.select(), down.policies(), down.tolerance()));
    }

    /// Whether a metric is so near to its target that nothing is to change.
    ///
    /// @param ratio of what the metric is to what it should be
    boolean tolerates(double ratio) {
        return ratio >= 1 - down.tolerance() && ratio <= 1 + up.tolerance();
    }

    Duration memory() {
        return up.memory().compareTo(down.memory()) > 0 ? up.memory() : down.memory();
    }
}
