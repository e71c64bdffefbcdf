package io.gantry.autoscale.hpa;

import java.time.Duration;
import java.util.List;

/// How fast replicas may change in one direction: `HPAScalingRules`.
///
/// @param stabilization how long the most cautious recommendation counts
/// @param select which of several policies counts
/// @param tolerance part of the target that the metric may be beyond it without a change
public record ScalingRules(
        Duration stabilization, Select select, List<Policy> policies, double tolerance) {

    /// Which of several policies counts.
    public enum Select {
        /// The one that allows the largest change.
        MAX,
        /// The one that allows the smallest change.
        MIN,
        /// None: nothing changes in this direction.
        DISABLED
    }

    /// Kubernetes' `--horizontal-pod-autoscaler-tolerance`.
    public static final double TOLERANCE = 0.1;

    /// Kubernetes' `MaxStabilizationWindowSeconds` (pkg/apis/autoscaling/validation).
    static final Duration LONGEST = Duration.ofHours(1);

    private static final Duration QUARTER = Duration.ofSeconds(15);

    /// To four times in 30 seconds, or four more at once where that is more: as
    /// `pkg/apis/autoscaling/v2/defaults.go` has it.
    public static final ScalingRules UP =
            new ScalingRules(
                    Duration.ZERO,
                    Select.MAX,
                    List.of(
                            new Policy(Policy.Type.PODS, 4, QUARTER),
                            new Policy(Policy.Type.PERCENT, 100, QUARTER)),
                    TOLERANCE);

    /// All at once, but no lower than any recommendation of the last five minutes: the same file,
    /// and `--horizontal-pod-autoscaler-downscale-stabilization`.
    public static final ScalingRules DOWN =
            new ScalingRules(
                    Duration.ofMinutes(5),
                    Select.MAX,
                    List.of(new Policy(Policy.Type.PERCENT, 100, QUARTER)),
                    TOLERANCE);

    public ScalingRules {
        policies = List.copyOf(policies);
        if (stabilization.isNegative() || stabilization.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "stabilizationWindowSeconds must be in [0, 3600], found "
                            + stabilization.toSeconds());
        }
        if (policies.isEmpty()) {
            throw new IllegalArgumentException("policies must have at least one");
        }
        if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
            throw new IllegalArgumentException("tolerance must be 0 or more, found " + tolerance);
        }
    }

    /// The longest time that anything has to be remembered for.
    Duration memory() {
        return policies.stream()
                .map(Policy::period)
                .reduce(stabilization, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
}
