package io.gantry.monitor.scale;

import io.gantry.autoscale.hpa.Metric;
import io.gantry.autoscale.hpa.Pace;
import io.gantry.autoscale.hpa.PaceState;
import io.gantry.autoscale.hpa.Recommendation;
import io.gantry.autoscale.hpa.Replicas;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What metrics want by Kubernetes' rule, while at least one replica is ready. Not safe for use by
/// several threads at once.
final class MetricScaler {

    private @Nullable PaceState pace;

    /// Forgets what was wanted before.
    void forget() {
        pace = null;
    }

    /// @param last what was decided before
    /// @param inputs gets the figures that went into it
    Proposal propose(
            Situation situation, MetricPolicy policy, int last, Map<String, Double> inputs) {
        Recommendation wanted =
                Recommendation.of(
                        situation.metrics(),
                        new Replicas(Math.max(1, last), situation.ready()),
                        policy.behavior());
        Metric by = wanted.by();
        if (by != null) {
            inputs.put("metric", MetricReasons.value(by));
            inputs.put("metricTarget", MetricReasons.target(by));
        }
        return MetricReasons.proposal(wanted);
    }

    /// No faster than the policy allows.
    Proposal paced(Proposal wanted, Situation situation, MetricPolicy policy, int last) {
        int current = Math.max(1, last);
        PaceState before = pace == null ? PaceState.start(situation.now(), current) : pace;
        Pace.Result result =
                Pace.limit(
                        policy.behavior(),
                        before,
                        current,
                        Math.max(1, wanted.replicas()),
                        situation.now());
        pace = result.state();
        return result.limit() == Pace.Limit.NONE
                ? wanted
                : new Proposal(
                        result.replicas(),
                        wanted.because(),
                        Ground.of(result.limit(), MetricReasons.bound(result.limit())));
    }
}
