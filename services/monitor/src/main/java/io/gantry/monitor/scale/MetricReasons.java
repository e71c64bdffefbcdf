package io.gantry.monitor.scale;

import io.gantry.autoscale.hpa.Metric;
import io.gantry.autoscale.hpa.Pace;
import io.gantry.autoscale.hpa.Recommendation;
import io.gantry.autoscale.hpa.Target;
import io.gantry.events.text.Amounts;

/// Tells in sentences what Kubernetes' rule wants.
final class MetricReasons {

    private static final double PERCENT = 100;
    private static final String MEMORY = "memory";

    private MetricReasons() {}

    static Proposal proposal(Recommendation recommendation) {
        Metric by = recommendation.by();
        Metric.Unavailable unavailable = recommendation.unavailable();
        String unknown = unavailable == null ? "" : unavailable.name() + " " + unavailable.why();
        if (by == null) {
            return new Proposal(
                    recommendation.replicas(), Ground.of(Ground.Rule.METRIC_UNKNOWN, unknown));
        }
        return new Proposal(
                recommendation.replicas(),
                Ground.of(Ground.Rule.METRIC, because(by)),
                recommendation.held()
                        ? Ground.of(Ground.Bound.METRIC_UNKNOWN, "held because " + unknown)
                        : null);
    }

    /// What kept it from being followed at once.
    static String bound(Pace.Limit limit) {
        return switch (limit) {
            case NONE -> "";
            case STABILIZED_UP ->
                    "held because less was enough within the stabilization window of scaling up";
            case STABILIZED_DOWN ->
                    "held because more were wanted within the stabilization window of scaling down";
            case POLICY_UP -> "limited by the policies of scaling up";
            case POLICY_DOWN -> "limited by the policies of scaling down";
        };
    }

    /// The metric's value as it reads among figures: a percentage of what is requested, the mean of
    /// the replicas, or the whole.
    static double value(Metric metric) {
        return switch (metric) {
            case Metric.OfReplicas each ->
                    each.target() instanceof Target.Utilization(int _, double request)
                            ? PERCENT * mean(each) / request
                            : isMean(each.name()) ? mean(each) : sum(each);
            case Metric.OfAll all -> all.value();
            case Metric.Unavailable _ -> Double.NaN;
        };
    }

    static double target(Metric metric) {
        return switch (metric) {
            case Metric.OfReplicas each -> number(each.target());
            case Metric.OfAll all -> number(all.target());
            case Metric.Unavailable _ -> Double.NaN;
        };
    }

    private static String because(Metric metric) {
        String value = Reasons.number(value(metric));
        String target = Reasons.number(target(metric));
        return switch (metric) {
            case Metric.OfReplicas each when each.target() instanceof Target.Utilization ->
                    "%s is at %s %% of its request, target %s %%"
                            .formatted(each.name(), percent(value(each)), target);
            case Metric.OfReplicas each when GpuMetric.named(each.name()).isPresent() ->
                    "%s is at %s %% on average, target %s %%"
                            .formatted(each.name(), percent(value(each)), target);
            case Metric.OfReplicas each when each.name().equals(MEMORY) ->
                    "memory is %s on average, at a target of %s a replica"
                            .formatted(
                                    Amounts.bytes((long) mean(each)),
                                    Amounts.bytes((long) number(each.target())));
            case Metric.OfAll all when all.target() instanceof Target.Value ->
                    "%s is %s, at a target of %s".formatted(all.name(), value, target);
            case Metric other ->
                    "%s is %s, at a target of %s a replica".formatted(other.name(), value, target);
        };
    }

    private static String percent(double value) {
        return Reasons.number(Math.rint(value));
    }

    private static boolean isMean(String name) {
        return GpuMetric.named(name).isPresent() || name.equals(MEMORY);
    }

    private static double sum(Metric.OfReplicas metric) {
        return metric.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double mean(Metric.OfReplicas metric) {
        return sum(metric) / Math.max(1, metric.values().size());
    }

    private static double number(Target target) {
        return switch (target) {
            case Target.Utilization(int percent, double _) -> percent;
            case Target.AverageValue(double value) -> value;
            case Target.Value(double value) -> value;
        };
    }
}
