package io.gantry.monitor.alert;

import io.gantry.bus.EventPublisher;
import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.monitor.fleet.ServiceId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// All alerts, and the events that tell of them.
@ApplicationScoped
class AlertBook {

    private final EventPublisher publisher;
    private final MultiGauge openAlerts;
    private final Map<AlertId, AlertCase> cases = new HashMap<>();

    AlertBook(EventPublisher publisher, MeterRegistry metrics) {
        this.publisher = publisher;
        this.openAlerts =
                MultiGauge.builder("gantry.monitor.open.alerts")
                        .description("Alerts that are open")
                        .register(metrics);
    }

    synchronized void restore(AlertEvent event) {
        find(AlertId.of(event)).restore(event);
        measure();
    }

    synchronized void observe(AlertId id, Finding finding, AlertCase.Timing timing, Instant now) {
        publish(find(id).observe(finding, timing, now));
    }

    /// Resolves what is open of services that are gone.
    synchronized void resolveGone(Set<ServiceId> existing, Instant now) {
        for (Map.Entry<AlertId, AlertCase> entry : cases.entrySet()) {
            if (!existing.contains(entry.getKey().service())) {
                publish(entry.getValue().resolve("The service was deleted", now));
            }
        }
    }

    synchronized boolean isOpen(AlertId id) {
        return find(id).open().isPresent();
    }

    /// The open alerts, the oldest first.
    synchronized List<AlertOpened> open() {
        return cases.values().stream()
                .flatMap(one -> one.open().stream())
                .sorted(Comparator.comparing(AlertOpened::startsAt))
                .toList();
    }

    private AlertCase find(AlertId id) {
        return cases.computeIfAbsent(id, AlertCase::new);
    }

    private void publish(Optional<AlertEvent> event) {
        event.ifPresent(alert -> {
            publisher.publish(alert);
            Log.infof(
                    "%s service=%s/%s alert=%s summary=%s",
                    alert instanceof AlertOpened ? "Alert opened" : "Alert resolved",
                    alert.namespace(),
                    alert.name(),
                    alert.alert(),
                    alert.summary());
            measure();
        });
    }

    private void measure() {
        openAlerts.register(
                open().stream()
                        .map(alert ->
                                MultiGauge.Row.of(
                                        Tags.of(
                                                "namespace", alert.namespace(),
                                                "name", alert.name(),
                                                "alert", alert.alert(),
                                                "severity",
                                                        alert.severity()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT)),
                                        1))
                        .collect(Collectors.toList()),
                true);
    }
}
