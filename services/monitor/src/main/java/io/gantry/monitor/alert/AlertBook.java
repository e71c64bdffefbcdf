package io.gantry.monitor.alert;

import io.gantry.bus.EventPublisher;
import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.events.AlertResolved;
import io.gantry.events.AlertUpdated;
import io.gantry.monitor.notify.Notifier;
import io.gantry.monitor.rule.Rule;
import io.gantry.monitor.rule.RuleSet;
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
    private final Notifier notifier;
    private final MultiGauge openAlerts;
    private final Map<AlertId, AlertCase> cases = new HashMap<>();

    AlertBook(EventPublisher publisher, Notifier notifier, MeterRegistry metrics) {
        this.publisher = publisher;
        this.notifier = notifier;
        this.openAlerts =
                MultiGauge.builder("gantry.monitor.open.alerts")
                        .description("Alerts that are open")
                        .register(metrics);
    }

    synchronized void restore(AlertEvent event) {
        find(AlertId.of(event)).restore(event);
        measure();
    }

    synchronized void observe(AlertId id, Finding finding, Rule rule, Instant now) {
        AlertCase known = cases.get(id);
        if (known == null && !(finding instanceof Finding.Firing)) {
            return;
        }
        find(id).observe(finding, rule, now).ifPresent(event -> publish(event, now));
    }

    /// Resolves what is open of what is gone, and of rules that are.
    synchronized void resolveOthers(Set<AlertId> judged, RuleSet rules, Instant now) {
        Set<String> names = rules.rules().stream().map(Rule::name).collect(Collectors.toSet());
        cases.forEach((id, one) -> {
            if (!judged.contains(id)) {
                String why = names.contains(id.alert()) ? id.gone() : "Its rule was removed";
                one.resolve(why, now).ifPresent(event -> publish(event, now));
            }
        });
    }

    /// To be called once, when everything was read back.
    synchronized void begin() {
        notifier.begin(open());
    }

    /// Has people told of what they have not been told of.
    synchronized void tell(Instant now) {
        notifier.tick(open(), now);
    }

    synchronized Optional<AlertOpened> open(AlertId id) {
        return Optional.ofNullable(cases.get(id)).flatMap(AlertCase::open);
    }

    synchronized Set<AlertId> openOf(String alert) {
        return cases.entrySet().stream()
                .filter(entry -> entry.getKey().alert().equals(alert))
                .filter(entry -> entry.getValue().open().isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
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

    private void publish(AlertEvent event, Instant now) {
        publisher.publish(event);
        notifier.changed(event, now);
        Log.infof(
                "%s of=%s/%s alert=%s summary=%s",
                switch (event) {
                    case AlertOpened _ -> "Alert opened";
                    case AlertUpdated _ -> "Alert updated";
                    case AlertResolved _ -> "Alert resolved";
                },
                event.namespace(),
                event.name(),
                event.alert(),
                event.summary());
        measure();
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
