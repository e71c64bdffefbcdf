package io.gantry.autoscale.hpa;

/// What a metric should be.
///
/// The three types of a `MetricTarget` in Kubernetes' `autoscaling/v2`.
public sealed interface Target {

    /// A percentage of what each replica requests.
    ///
    /// @param percent 1 or more
    /// @param request of one replica, in the metric's unit, above 0
    record Utilization(int percent, double request) implements Target {
        public Utilization {
            above(percent);
            above(request);
        }
    }

    /// The mean over the replicas.
    record AverageValue(double value) implements Target {
        public AverageValue {
            above(value);
        }
    }

    /// The whole, however many replicas share in it: for what is an average or a quantile already.
    record Value(double value) implements Target {
        public Value {
            above(value);
        }
    }

    private static void above(double number) {
        if (!(number > 0) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("A target is above 0, found " + number);
        }
    }
}
