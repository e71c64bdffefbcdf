package io.gantry.autoscale.hpa;

import java.time.Duration;

/// How much may change within a time: a `HPAScalingPolicy`.
///
/// @param value replicas or percent, above 0
/// @param period up to 30 minutes
public record Policy(Type type, int value, Duration period) {

    /// What its value counts.
    public enum Type {
        PODS,
        PERCENT
    }

    private static final double PERCENT = 100;

    /// Kubernetes' `MaxPeriodSeconds` (pkg/apis/autoscaling/validation).
    static final Duration LONGEST = Duration.ofMinutes(30);

    public Policy {
        if (value < 1) {
            throw new IllegalArgumentException("value must be above 0, found " + value);
        }
        if (period.toSeconds() < 1 || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "periodSeconds must be in [1, 1800], found " + period.toSeconds());
        }
    }

    /// @param before replicas at the period's start
    /// @return the most that there may be; a percentage is rounded up, as it might be nothing
    ///   otherwise
    long most(int before) {
        return switch (type) {
            case PODS -> (long) before + value;
            case PERCENT -> (long) Math.ceil(before * (1 + value / PERCENT));
        };
    }

    /// @return the least that there may be
    long least(int before) {
        return switch (type) {
            case PODS -> (long) before - value;
            case PERCENT -> (long) (before * (1 - value / PERCENT));
        };
    }
}
