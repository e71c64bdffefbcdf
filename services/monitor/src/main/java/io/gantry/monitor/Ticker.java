package io.gantry.monitor;

import io.gantry.monitor.alert.Alerts;
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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Lets the features look at everything once a tick.
@ApplicationScoped
class Ticker {

    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final InstantSource time = InstantSource.system();
    private final MonitorConfig config;
    private final Scaling scaling;
    private final Alerts alerts;
    private final Timer took;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("monitor-tick").daemon().factory());
    private volatile Instant lastTick = time.instant();

    Ticker(MonitorConfig config, Scaling scaling, Alerts alerts, MeterRegistry metrics) {
        this.took =
                Timer.builder("gantry.monitor.tick")
                        .description("Looks at everything")
                        .register(metrics);
        this.config = config;
        this.scaling = scaling;
        this.alerts = alerts;
    }

    Instant lastTick() {
        return lastTick;
    }

    void start(@Observes StartupEvent event) {
        long millis = config.tick().toMillis();
        var _ = clock.scheduleWithFixedDelay(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    }

    /// Waits for a tick that is under way, which needs what is taken down next.
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        clock.shutdownNow();
        boolean _ = clock.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            took.record(() -> {
                scaling.tick(time.instant());
                alerts.tick(time.instant());
            });
            lastTick = time.instant();
        } catch (RuntimeException e) {
            // An executor silently ends a task that throws; the next tick has to come.
            Log.errorf(e, "A tick failed and is tried again after=%s", config.tick());
        }
    }
}
