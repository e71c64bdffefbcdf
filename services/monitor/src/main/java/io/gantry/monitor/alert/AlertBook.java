package io.gantry.monitor.alert;

import io.gantry.bus.EventPublisher;
import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.events.AlertResolved;
import io.gantry.events.AlertUpdated;
import io.gantry.monitor.listen.Share;
import io.gantry.monitor.listen.Tenure;
import io.gantry.monitor.notify.Notifier;
import io.gantry.monitor.rule.Rule;
import io.gantry.monitor.rule.RuleSet;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// All alerts, and the events that tell of them. Those that are not this monitor's are another's to
/// judge and to tell people of.
@Singleton
class AlertBook {

    private final EventPublisher publisher;
    private final Notifier notifier;
    private final Share share;
    private final MultiGauge openAlerts;
    private final Map<AlertId, AlertCase> cases = new HashMap<>();
    private boolean begun;

    AlertBook(EventPublisher publisher, Notifier notifier, Share share, MeterRegistry metrics) {
        this.share = share;
        this.publisher = publisher;
        this.notifier = notifier;
        this.openAlerts =
                MultiGauge.builder("gantry.monitor.open.alerts")
                        .description("Alerts that are open")
                        .register(metrics);
    }

    synchronized void restore(AlertEvent event) {
        AlertCase one = find(AlertId.of(event));
        Optional<AlertOpened> before = one.open();
        one.restore(event);
        if (begun && !one.open().equals(before)) {
            notifier.toldByAnother(event.key(), one.open());
        }
    }

    /// True when it is this monitor that judges what the alert is of.
    private boolean owns(AlertId id) {
        return id.ofCluster() ? share.ownsCluster() : share.owns(id.service());
    }

    /// False for what never was an alert and is about to be none.
    synchronized boolean knows(AlertId id) {
        return cases.containsKey(id);
    }

    synchronized void observe(AlertId id, Finding finding, Rule rule, Causes causes, Instant now) {
        AlertCase known = cases.get(id);
        boolean holds = finding instanceof Finding.Firing || finding instanceof Finding.Held;
        if (known == null && !holds) {
            return;
        }
        if (owns(id)) {
            causes.observe(id, rule, finding, this::find, now)
                    .forEach(event -> publish(event, now));
        }
    }

    /// Resolves what is open of what is gone, and of rules that are.
    synchronized void resolveOthers(Set<AlertId> judged, RuleSet rules, Instant now) {
        Set<String> names = rules.rules().stream().map(Rule::name).collect(Collectors.toSet());
        cases.forEach((id, one) -> {
            if (!judged.contains(id) && owns(id)) {
                String why = names.contains(id.alert()) ? id.gone() : "Its rule was removed";
                one.resolve(why, now).ifPresent(event -> publish(event, now));
            }
        });
    }

    /// To be called once, when everything was read back.
    synchronized void begin() {
        notifier.begin(open());
        begun = true;
    }

    /// Has people told of what they have not been told of.
    ///
    /// Also while Kafka does not say whose an alert is now: nothing new is judged meanwhile, and
    /// receivers take what they are not told again for over.
    synchronized void tell(Instant now) {
        cases.forEach((id, one) -> {
            if (tenure(id).isEmpty()) {
                one.leave();
            }
        });
        List<AlertOpened> all = open();
        Set<String> mine =
                all.stream()
                        .filter(alert -> tenure(AlertId.of(alert)).isPresent())
                        .map(AlertOpened::key)
                        .collect(Collectors.toSet());
        notifier.tick(all, mine, now);
        measure(all, mine);
    }

    synchronized AlertCase.Standing standing(AlertId id) {
        return Optional.ofNullable(cases.get(id))
                .map(AlertCase::standing)
                .orElse(AlertCase.Standing.NONE);
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

    private Optional<Tenure> tenure(AlertId id) {
        return id.ofCluster() ? share.tenureOfCluster() : share.tenure(id.service());
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
    }

    private void measure(List<AlertOpened> all, Set<String> mine) {
        openAlerts.register(
                all.stream()
                        .filter(alert -> mine.contains(alert.key()))
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
