package io.gantry.deployer.local;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/// Measures how replicas start.
@ApplicationScoped
class StartMetrics {

    private final Timer starts;
    private final Counter restarts;

    StartMetrics(MeterRegistry registry) {
        this.starts =
                Timer.builder("gantry.deployer.replica.start")
                        .description("From the start of a replica's process to its readiness")
                        .register(registry);
        this.restarts =
                Counter.builder("gantry.deployer.replica.restarts")
                        .description("Replicas that ended by themselves and were started again")
                        .register(registry);
    }

    void ready(Duration after) {
        starts.record(after);
    }

    void restarted() {
        restarts.increment();
    }
}
