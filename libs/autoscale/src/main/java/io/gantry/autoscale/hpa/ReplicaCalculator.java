package io.gantry.autoscale.hpa;

/// How many replicas one metric wants: Kubernetes' `ReplicaCalculator`
/// (`pkg/controller/podautoscaler/replica_calculator.go`).
///
/// Replicas of which nothing is known are assumed to be what changes least: they do nothing when
/// more are wanted, and all that they may when less are. Where that turns the direction, nothing
/// changes.
record ReplicaCalculator(Replicas replicas, Behavior behavior) {

    private static final double PERCENT = 100;

    /// What comes of a metric.
    sealed interface Wanted {}

    record Count(int replicas) implements Wanted {}

    record Unknown(Metric.Unavailable why) implements Wanted {}

    Wanted wanted(Metric metric) {
        return switch (metric) {
            case Metric.Unavailable unavailable -> new Unknown(unavailable);
            case Metric.OfAll all -> new Count(ofAll(all));
            case Metric.OfReplicas each ->
                    each.values().isEmpty()
                            ? new Unknown(
                                    new Metric.Unavailable(
                                            each.name(), "is not told by any replica"))
                            : new Count(ofReplicas(each));
        };
    }

    private int ofAll(Metric.OfAll metric) {
        return switch (metric.target()) {
            case Target.Value(double target) -> {
                double ratio = metric.value() / target;
                yield behavior.tolerates(ratio)
                        ? replicas.wanted()
                        : whole(ratio * replicas.ready());
            }
            case Target.AverageValue(double target) -> {
                double ratio = metric.value() / (target * replicas.wanted());
                yield behavior.tolerates(ratio)
                        ? replicas.wanted()
                        : whole(metric.value() / target);
            }
            case Target.Utilization _ -> throw new IllegalStateException("Refused by Metric.OfAll");
        };
    }

    private int ofReplicas(Metric.OfReplicas metric) {
        double sum = metric.values().stream().mapToDouble(Double::doubleValue).sum();
        int known = metric.values().size();
        double ratio = ratio(metric.target(), sum, known);
        boolean starting = replicas.unready() > 0 && ratio > 1;
        if (!starting && metric.missing() == 0) {
            return behavior.tolerates(ratio) ? replicas.wanted() : whole(ratio * known);
        }
        int counted = known + metric.missing() + (starting ? replicas.unready() : 0);
        double assumed = ratio < 1 ? metric.missing() * ofMissing(metric.target()) : 0;
        double cautious = ratio(metric.target(), sum + assumed, counted);
        int wanted = whole(cautious * counted);
        boolean turned = (ratio < 1 && cautious > 1) || (ratio > 1 && cautious < 1);
        boolean against =
                (cautious < 1 && wanted > replicas.wanted())
                        || (cautious > 1 && wanted < replicas.wanted());
        return behavior.tolerates(cautious) || turned || against ? replicas.wanted() : wanted;
    }

    /// What the metric is of what it should be. Kubernetes cuts a utilization to whole percents.
    private static double ratio(Target target, double sum, int count) {
        return switch (target) {
            case Target.Utilization(int percent, double request) ->
                    Math.floor(PERCENT * sum / (request * count)) / percent;
            case Target.AverageValue(double value) -> sum / count / value;
            case Target.Value _ -> throw new IllegalStateException("Refused by Metric.OfReplicas");
        };
    }

    /// When less replicas are wanted: all that it requests, or the target where that is more.
    private static double ofMissing(Target target) {
        return switch (target) {
            case Target.Utilization(int percent, double request) ->
                    request * Math.max(1, percent / PERCENT);
            case Target.AverageValue(double value) -> value;
            case Target.Value _ -> throw new IllegalStateException("Refused by Metric.OfReplicas");
        };
    }

    private static int whole(double wanted) {
        return (int) Math.ceil(wanted);
    }
}
