package io.gantry.proxy.meter;

import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.RevisionId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/// The proxy's metrics in Prometheus.
@Singleton
class RequestMetrics {

    static final String REQUESTS = "gantry.proxy.requests";

    private static final String NONE = "";

    private final MeterRegistry registry;

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    RevisionMetrics of(RevisionId revision, TrafficWindow window) {
        return new RevisionMetrics(registry, revision, window);
    }

    /// Counts a request that belongs to no model. Its name is the client's and so no tag.
    void countUnrouted(Protocol protocol, int code) {
        Counter.builder(REQUESTS)
                .tag("namespace", NONE)
                .tag("model", NONE)
                .tag("revision", NONE)
                .tag("protocol", protocol.label())
                .tag("code", Integer.toString(code))
                .register(registry)
                .increment();
    }
}
