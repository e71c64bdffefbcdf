package io.gantry.proxy.meter;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The metrics of requests to graphs. Their steps are counted as requests to the models.
@Singleton
public class GraphMeters {

    static final String REQUESTS = "gantry.proxy.graph.request";

    private final MeterRegistry registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    GraphMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /// A request ended.
    public void count(String namespace, String graph, int code, long durationNanos) {
        timers.computeIfAbsent(new Key(namespace, graph, code), this::timer)
                .record(durationNanos, TimeUnit.NANOSECONDS);
    }

    /// A graph is gone.
    public void retire(String namespace, String graph) {
        timers.forEach((key, timer) -> {
            if (key.namespace().equals(namespace) && key.graph().equals(graph)) {
                registry.remove(timer);
                timers.remove(key);
            }
        });
    }

    private Timer timer(Key key) {
        return Timer.builder(REQUESTS)
                .description("From the arrival of a request to a graph to its end")
                .tag("namespace", key.namespace())
                .tag("graph", key.graph())
                .tag("code", Integer.toString(key.code()))
                .register(registry);
    }

    private record Key(String namespace, String graph, int code) {}
}
