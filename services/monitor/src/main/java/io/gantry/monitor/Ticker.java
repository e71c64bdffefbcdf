package io.gantry.monitor;

import io.gantry.monitor.alert.Alerts;
import io.gantry.monitor.scale.ReplicaGauges;
import io.gantry.monitor.scale.Scaling;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Lets the features look at everything again and again: each on a thread of its own, so that no
/// decision waits until alerts are judged.
@ApplicationScoped
class Ticker {

    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final List<Tick> ticks;

    Ticker(
            MonitorConfig config,
            Scaling scaling,
            ReplicaGauges gauges,
            Alerts alerts,
            MeterRegistry metrics) {
        Consumer<Instant> decisions =
                now -> {
                    scaling.tick(now);
                    gauges.tell(scaling.mine(), now);
                };
        this.ticks =
                List.of(
                        new Tick("decisions", config.tick(), decisions, metrics),
                        new Tick("alerts", config.alerts().interval(), alerts::tick, metrics));
    }

    /// What is looked at again and again.
    List<Tick> ticks() {
        return ticks;
    }

    void start(@Observes StartupEvent event) {
        ticks.forEach(Tick::start);
    }

    /// Waits for a tick that is under way, which needs what is taken down next.
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        for (Tick tick : ticks) {
            tick.stop();
        }
    }

    /// One feature's look at everything.
    static final class Tick {

        private final InstantSource time = InstantSource.system();
        private final String what;
        private final Duration interval;
        private final Consumer<Instant> look;
        private final Timer took;
        private final ScheduledExecutorService clock;
        private volatile Instant last = time.instant();

        Tick(String what, Duration interval, Consumer<Instant> look, MeterRegistry metrics) {
            this.what = what;
            this.interval = interval;
            this.look = look;
            this.took =
                    Timer.builder("gantry.monitor.tick")
                            .description("Looks at everything")
                            .tag("of", what)
                            .register(metrics);
            this.clock =
                    Executors.newSingleThreadScheduledExecutor(
                            Thread.ofPlatform().name("monitor-" + what).daemon().factory());
        }

        String what() {
            return what;
        }

        Duration interval() {
            return interval;
        }

        /// When the last one was over.
        Instant last() {
            return last;
        }

        private void start() {
            long millis = interval.toMillis();
            var _ = clock.scheduleWithFixedDelay(this::run, millis, millis, TimeUnit.MILLISECONDS);
        }

        private void stop() throws InterruptedException {
            clock.shutdownNow();
            boolean _ = clock.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void run() {
            try {
                took.record(() -> look.accept(time.instant()));
                last = time.instant();
            } catch (RuntimeException e) {
                // An executor silently ends a task that throws; the next tick has to come.
                Log.errorf(e, "A tick failed and is tried again of=%s after=%s", what, interval);
            }
        }
    }
}
