package io.gantry.bench.scaling;

import io.gantry.autoscale.knative.MaxWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/// Kubernetes' HorizontalPodAutoscaler with its defaults: every 15 seconds the replicas by the
/// ratio of metric and target, nothing within a tenth, up by no more than the double or four, down
/// only to the largest number of the last five minutes. KEDA drives the same.
final class HorizontalAutoscaler implements Autoscaler {

    private static final int PERIOD = 15;
    private static final double TOLERANCE = 0.1;
    private static final MaxWindow.Span STABILIZATION =
            new MaxWindow.Span(Duration.ofMinutes(5), Duration.ofSeconds(PERIOD));

    private final ToDoubleFunction<Observation> ratio;
    private MaxWindow wanted = MaxWindow.EMPTY;
    private double next;

    private HorizontalAutoscaler(ToDoubleFunction<Observation> ratio) {
        this.ratio = ratio;
    }

    /// @param target part of the time that a replica should compute
    static HorizontalAutoscaler onBusy(double target) {
        return new HorizontalAutoscaler(seen -> seen.busy() / target);
    }

    /// @param target requests that should wait at one replica
    static HorizontalAutoscaler onQueue(double target) {
        return new HorizontalAutoscaler(
                seen -> seen.waiting() / (target * Math.max(1, seen.ready())));
    }

    @Override
    public int decide(Observation seen) {
        if (seen.now() < next) {
            return seen.wanted();
        }
        next = seen.now() + PERIOD;
        double by = ratio.applyAsDouble(seen);
        int asked =
                Math.abs(by - 1) <= TOLERANCE
                        ? seen.wanted()
                        : (int) Math.ceil(Math.max(1, seen.ready()) * by);
        int most = Math.max(seen.wanted() * 2, seen.wanted() + 4);
        int limited = Math.clamp(asked, 1, most);
        Instant now = Instant.ofEpochMilli((long) (seen.now() * 1000));
        wanted = wanted.with(now, limited, STABILIZATION);
        return limited >= seen.wanted() ? limited : Math.min(seen.wanted(), wanted.max());
    }
}
