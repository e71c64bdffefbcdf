package io.gantry.bench.scaling;

import io.gantry.autoscale.knative.Aggregation;
import io.gantry.autoscale.knative.AutoscalerSettings;
import io.gantry.autoscale.knative.Averages;
import io.gantry.autoscale.knative.Kpa;
import io.gantry.autoscale.knative.KpaSpec;
import io.gantry.autoscale.knative.KpaState;
import io.gantry.autoscale.knative.Window;
import java.time.Duration;
import java.time.Instant;

/// Gantry's KPA, which is Knative's, with its defaults but for the target.
final class KnativeAutoscaler implements Autoscaler {

    private static final Duration STABLE = Duration.ofSeconds(60);
    private static final Duration PANIC = Duration.ofSeconds(6);

    private final KpaSpec spec;
    private final Window stable = new Window((int) STABLE.toSeconds(), Aggregation.LINEAR);
    private final Window panic = new Window((int) PANIC.toSeconds(), Aggregation.LINEAR);
    private KpaState state = KpaState.start(Instant.EPOCH, 1);

    /// @param target requests at once that one replica should have
    KnativeAutoscaler(double target) {
        AutoscalerSettings defaults = AutoscalerSettings.DEFAULTS;
        this.spec =
                new KpaSpec(
                        target,
                        target / defaults.targets().concurrencyUtilization(),
                        defaults.targets().burstCapacity(),
                        defaults.windows().panicThresholdPercentage() / 100,
                        defaults.rates().up(),
                        defaults.rates().down(),
                        STABLE,
                        Duration.ZERO,
                        0,
                        true);
    }

    @Override
    public void second(long second, double concurrency) {
        stable.record(second, concurrency);
        panic.record(second, concurrency);
    }

    @Override
    public int decide(Observation seen) {
        long second = (long) seen.now();
        Kpa.Result result =
                Kpa.decide(
                        spec,
                        state,
                        new Averages(stable.average(second), panic.average(second)),
                        seen.ready(),
                        Instant.ofEpochMilli((long) (seen.now() * 1000)));
        state = result.state();
        return Math.max(1, result.answer().pods());
    }
}
