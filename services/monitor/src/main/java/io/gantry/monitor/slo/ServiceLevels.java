package io.gantry.monitor.slo;

import io.gantry.events.TrafficSampled;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.slo.Indicator.Tally;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The recent outcomes of every service's requests, those of revisions on their way out included.
/// They are in memory only: what came before the monitor's start is not known.
@ApplicationScoped
public class ServiceLevels {

    private final Map<Measure, Instant> measured = new HashMap<>();
    private final Map<ServiceId, Map<String, RevisionOutcomes>> services = new HashMap<>();

    /// Measures these from now on and nothing else.
    public synchronized void follow(Set<Measure> measures, Instant now) {
        if (measured.keySet().equals(measures)) {
            return;
        }
        measured.keySet().retainAll(measures);
        measures.forEach(measure -> measured.putIfAbsent(measure, now));
        services.values()
                .forEach(revisions ->
                        revisions.values().forEach(outcomes -> outcomes.follow(measures)));
    }

    public synchronized void sampled(TrafficSampled sample, Instant now) {
        services.computeIfAbsent(
                        new ServiceId(sample.namespace(), sample.name()), id -> new TreeMap<>())
                .computeIfAbsent(sample.revision(), revision -> begin())
                .record(sample, now);
    }

    public synchronized Reading read(ServiceId service, Measure measure, Instant now) {
        Map<String, Tally> byRevision = new TreeMap<>();
        services.getOrDefault(service, Map.of())
                .forEach((revision, outcomes) ->
                        byRevision.put(revision, outcomes.read(measure, now)));
        Duration heard = Duration.between(measured.getOrDefault(measure, now), now);
        return new Reading(
                byRevision,
                Math.clamp((double) heard.toMillis() / measure.window().toMillis(), 0, 1));
    }

    /// Forgets revisions that have no traffic any more.
    public synchronized void forgetAbandoned(Instant now) {
        services.values()
                .removeIf(revisions -> {
                    revisions.values().removeIf(outcomes -> outcomes.abandoned(now));
                    return revisions.isEmpty();
                });
    }

    private RevisionOutcomes begin() {
        RevisionOutcomes outcomes = new RevisionOutcomes();
        outcomes.follow(measured.keySet());
        return outcomes;
    }

    /// @param byRevision what was measured within the window that ends now
    /// @param heardPart part of the window in which the monitor listened, 0 to 1
    public record Reading(Map<String, Tally> byRevision, double heardPart) {

        public Reading {
            byRevision = Map.copyOf(byRevision);
        }

        public Tally all() {
            return byRevision.values().stream().reduce(Tally.NONE, Tally::plus);
        }
    }
}
