package io.gantry.monitor.slo;

import io.gantry.events.TrafficSampled;
import io.gantry.monitor.MonitorConfig;
import io.gantry.monitor.fleet.ServiceId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// The recent outcomes of every service's requests, those of revisions on their way out included.
@ApplicationScoped
public class ServiceLevels {

    private final Duration window;
    private final Map<ServiceId, Map<String, OutcomeWindow>> services = new HashMap<>();

    ServiceLevels(MonitorConfig config) {
        this.window = config.slo().window();
    }

    public Duration window() {
        return window;
    }

    public synchronized void sampled(TrafficSampled sample, Instant now) {
        services.computeIfAbsent(
                        new ServiceId(sample.namespace(), sample.name()), id -> new TreeMap<>())
                .computeIfAbsent(sample.revision(), revision -> new OutcomeWindow(window))
                .record(sample, now);
    }

    /// By revision, what became of a service's requests within the window that ends now.
    public synchronized Map<String, Outcomes> of(ServiceId service, Instant now) {
        Map<String, Outcomes> outcomes = new TreeMap<>();
        services.getOrDefault(service, Map.of())
                .forEach((revision, seen) -> outcomes.put(revision, seen.read(now)));
        return outcomes;
    }

    /// Forgets revisions that have no traffic any more.
    public synchronized void forgetAbandoned(Instant now) {
        services.values()
                .removeIf(revisions -> {
                    revisions.values().removeIf(seen -> seen.abandoned(now));
                    return revisions.isEmpty();
                });
    }
}
