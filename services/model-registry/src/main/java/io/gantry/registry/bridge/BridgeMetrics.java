package io.gantry.registry.bridge;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/// What the bridge does.
@ApplicationScoped
class BridgeMetrics {

    private static final String OBJECTS = "gantry.registry.bridge.objects";
    private static final String WRITES = "gantry.registry.bridge.status.writes";
    private static final String ERRORS = "gantry.registry.bridge.api.errors";

    private final MeterRegistry metrics;
    private final AtomicInteger leads = new AtomicInteger();

    BridgeMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        metrics.gauge("gantry.registry.bridge.leads", leads);
        // There from the start, so that an alert on their increase sees the first one, too.
        metrics.counter(OBJECTS, "outcome", "applied");
        metrics.counter(OBJECTS, "outcome", "refused");
        metrics.counter(OBJECTS, "outcome", "deleted");
        metrics.counter(WRITES);
        metrics.counter(ERRORS);
    }

    void leads(boolean now) {
        leads.set(now ? 1 : 0);
    }

    void applied() {
        metrics.counter(OBJECTS, "outcome", "applied").increment();
    }

    void refused() {
        metrics.counter(OBJECTS, "outcome", "refused").increment();
    }

    void deleted() {
        metrics.counter(OBJECTS, "outcome", "deleted").increment();
    }

    void statusWritten() {
        metrics.counter(WRITES).increment();
    }

    void apiError() {
        metrics.counter(ERRORS).increment();
    }
}
