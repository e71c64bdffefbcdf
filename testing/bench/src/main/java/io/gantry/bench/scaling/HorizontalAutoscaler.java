package io.gantry.bench.scaling;

import io.gantry.autoscale.hpa.Behavior;
import io.gantry.autoscale.hpa.Metric;
import io.gantry.autoscale.hpa.Pace;
import io.gantry.autoscale.hpa.PaceState;
import io.gantry.autoscale.hpa.Recommendation;
import io.gantry.autoscale.hpa.Replicas;
import io.gantry.autoscale.hpa.Target;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/// Gantry's rule of Kubernetes' HorizontalPodAutoscaler, with Kubernetes' defaults, every 15
/// seconds as its controller. KEDA drives the same.
final class HorizontalAutoscaler implements Autoscaler {

    private static final int PERIOD = 15;

    private final Function<Observation, Metric> metric;
    private PaceState pace = PaceState.start(Instant.EPOCH, 1);
    private double next;

    private HorizontalAutoscaler(Function<Observation, Metric> metric) {
        this.metric = metric;
    }

    /// @param percent of the time that a replica should compute
    static HorizontalAutoscaler onBusy(int percent) {
        Target target = new Target.Utilization(percent, 1);
        return new HorizontalAutoscaler(seen -> ofReplicas("busy", target, seen.busy(), seen));
    }

    /// @param target requests that should be at one replica, in its batch or waiting
    static HorizontalAutoscaler onRequests(double target) {
        return new HorizontalAutoscaler(seen ->
                ofReplicas(
                        "requests",
                        new Target.AverageValue(target),
                        (double) (seen.running() + seen.waiting()) / seen.ready(),
                        seen));
    }

    /// @param target requests that should wait for each replica, as an external metric of KEDA
    static HorizontalAutoscaler onQueue(double target) {
        return new HorizontalAutoscaler(seen ->
                new Metric.OfAll("waiting", new Target.AverageValue(target), seen.waiting()));
    }

    private static Metric ofReplicas(String name, Target target, double mean, Observation seen) {
        return new Metric.OfReplicas(name, target, Collections.nCopies(seen.ready(), mean), 0);
    }

    @Override
    public int decide(Observation seen) {
        if (seen.now() < next) {
            return seen.wanted();
        }
        next = seen.now() + PERIOD;
        Recommendation recommendation =
                Recommendation.of(
                        List.of(metric.apply(seen)),
                        new Replicas(seen.wanted(), seen.ready()),
                        Behavior.DEFAULT);
        Pace.Result result =
                Pace.limit(
                        Behavior.DEFAULT,
                        pace,
                        seen.wanted(),
                        recommendation.replicas(),
                        Instant.ofEpochMilli((long) (seen.now() * 1000)));
        pace = result.state();
        return result.replicas();
    }
}
