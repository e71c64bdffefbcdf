package io.gantry.monitor.slo;

import io.gantry.events.TrafficSampled;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.listen.Share;
import io.gantry.monitor.listen.Tenure;
import io.gantry.monitor.slo.Indicator.Tally;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The recent outcomes of every service's requests, those of revisions on their way out included.
/// They are in memory only: what came before the monitor's start, or before it took the service
/// over, is not known.
@Singleton
public class ServiceLevels {

    private final Map<Measure, Instant> measured = new HashMap<>();
    private final Map<ServiceId, Outcomes> services = new HashMap<>();
    private final Share share;

    ServiceLevels(Share share) {
        this.share = share;
    }

    /// Measures these from now on and nothing else.
    public synchronized void follow(Set<Measure> measures, Instant now) {
        if (measured.keySet().equals(measures)) {
            return;
        }
        measured.keySet().retainAll(measures);
        measures.forEach(measure -> measured.putIfAbsent(measure, now));
        services.values()
                .forEach(outcomes ->
                        outcomes.revisions.values().forEach(each -> each.follow(measures)));
    }

    public synchronized void sampled(TrafficSampled sample, Instant now) {
        ServiceId service = new ServiceId(sample.namespace(), sample.name());
        share.tenure(service)
                .ifPresent(tenure ->
                        services.compute(
                                        service,
                                        (_, known) ->
                                                known != null && known.tenure == tenure
                                                        ? known
                                                        : new Outcomes(tenure, new TreeMap<>()))
                                .revisions
                                .computeIfAbsent(sample.revision(), _ -> begin())
                                .record(sample, now));
    }

    public synchronized Reading read(ServiceId service, Measure measure, Instant now) {
        Optional<Tenure> tenure = share.tenure(service);
        Outcomes known = services.get(service);
        Map<String, Tally> byRevision = new HashMap<>();
        if (known != null && tenure.equals(Optional.of(known.tenure))) {
            known.revisions.forEach(
                    (revision, outcomes) -> byRevision.put(revision, outcomes.read(measure, now)));
        }
        Instant since = measured.getOrDefault(measure, now);
        Instant mine = tenure.map(Tenure::since).orElse(now);
        Duration heard = Duration.between(mine.isAfter(since) ? mine : since, now);
        return new Reading(
                byRevision,
                Math.clamp((double) heard.toMillis() / measure.window().toMillis(), 0, 1));
    }

    /// Forgets revisions that have no traffic any more.
    public synchronized void forgetAbandoned(Instant now) {
        services.values()
                .removeIf(outcomes -> {
                    outcomes.revisions.values().removeIf(each -> each.abandoned(now));
                    return outcomes.revisions.isEmpty();
                });
    }

    private RevisionOutcomes begin() {
        RevisionOutcomes outcomes = new RevisionOutcomes();
        outcomes.follow(measured.keySet());
        return outcomes;
    }

    /// What was measured in one tenure.
    private record Outcomes(Tenure tenure, Map<String, RevisionOutcomes> revisions) {}

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
