package io.gantry.autoscale.hpa;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many replicas the metrics want: each for itself, and the largest wins.
///
/// The rule is that of Kubernetes' `computeReplicasForMetrics` in
/// `pkg/controller/podautoscaler/horizontal.go`: a metric that is not known keeps replicas from
/// being taken away, and nothing from being added.
///
/// @param replicas 1 or more
/// @param by the metric that wants so many; null when none is known
/// @param unavailable the first metric that is not known; null when all are
/// @param held whether less was wanted and is kept because of that metric
public record Recommendation(
        int replicas, @Nullable Metric by, Metric.@Nullable Unavailable unavailable, boolean held) {

    /// @param metrics at least one
    /// @throws IllegalArgumentException when there is no metric
    public static Recommendation of(List<Metric> metrics, Replicas replicas, Behavior behavior) {
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("There is no metric");
        }
        ReplicaCalculator calculator = new ReplicaCalculator(replicas, behavior);
        int most = 0;
        Metric by = null;
        Metric.Unavailable unavailable = null;
        for (Metric metric : metrics) {
            switch (calculator.wanted(metric)) {
                case ReplicaCalculator.Count(int count) -> {
                    if (by == null || count > most) {
                        most = count;
                        by = metric;
                    }
                }
                case ReplicaCalculator.Unknown(Metric.Unavailable why) ->
                        unavailable = unavailable == null ? why : unavailable;
            }
        }
        boolean held = unavailable != null && (by == null || most < replicas.wanted());
        return new Recommendation(
                held ? replicas.wanted() : Math.max(1, most), by, unavailable, held);
    }
}
