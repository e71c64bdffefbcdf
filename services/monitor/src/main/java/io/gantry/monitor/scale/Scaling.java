package io.gantry.monitor.scale;

import io.gantry.events.Endpoint;
import io.gantry.events.Revision;
import io.gantry.events.ScalingDecided;
import io.gantry.events.ScalingEvent;
import io.gantry.events.TrafficSampled;
import io.gantry.monitor.MonitorConfig;
import io.gantry.monitor.fleet.Fleet;
import io.gantry.monitor.fleet.RevisionId;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.listen.Hearing;
import io.gantry.monitor.signal.TrafficMeter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps every revision's replicas decided: at each tick, when its service changes, and at once
/// when a request waits for a revision at zero.
///
/// Nothing is decided before the state was read back from the topics.
@ApplicationScoped
public class Scaling {

    private final Fleet fleet;
    private final Hearing hearing;
    private final Decisions decisions;
    private final Sources sources;
    private final PolicyReader policies;
    private final Map<RevisionId, ScaledRevision> revisions = new HashMap<>();

    Scaling(
            Fleet fleet,
            Hearing hearing,
            Decisions decisions,
            Sources sources,
            MonitorConfig config) {
        this.fleet = fleet;
        this.hearing = hearing;
        this.decisions = decisions;
        this.sources = sources;
        this.policies =
                new PolicyReader(
                        ConfiguredSettings.of(config.autoscaler()),
                        PodMetrics.LlmDefaults.of(config.llm()));
    }

    /// Replicas that were decided for a revision; empty while none were.
    public OptionalInt desired(RevisionId id) {
        return standing(id);
    }

    /// The figures of the last look at a revision; empty before the first since the start.
    public Map<String, Double> figures(RevisionId id) {
        return decisions.latest(id).map(look -> look.decision().inputs()).orElse(Map.of());
    }

    /// Takes in what the monitor's own topic says.
    public synchronized void restore(ScalingEvent event) {
        decisions
                .restore(event)
                .ifPresent(decided -> {
                    ScaledRevision revision = revisions.get(idOf(decided));
                    if (revision != null) {
                        revision.scaler().adopt(decided.replicas());
                    }
                });
    }

    /// To be called when a service was applied or deleted.
    public synchronized void serviceChanged(ServiceId id, Instant now) {
        Set<RevisionId> listed = new HashSet<>();
        fleet.service(id)
                .ifPresent(service -> {
                    for (Revision revision : service.revisions()) {
                        RevisionId revisionId =
                                new RevisionId(id.namespace(), id.name(), revision.name());
                        listed.add(revisionId);
                        follow(revisionId, policies.read(service, revision), now);
                    }
                });
        revisions
                .keySet()
                .removeIf(known -> known.serviceId().equals(id) && !listed.contains(known));
        if (decisions.complete()) {
            listed.forEach(revision -> decide(revision, now));
            removeGone();
        }
    }

    /// Takes in a traffic sample.
    public synchronized TrafficMeter.Acceptance sampled(TrafficSampled sample, Instant now) {
        RevisionId id = new RevisionId(sample.namespace(), sample.name(), sample.revision());
        ScaledRevision revision = revisions.get(id);
        if (revision == null) {
            return TrafficMeter.Acceptance.TAKEN;
        }
        TrafficMeter.Acceptance acceptance = revision.meter().accept(sample, now);
        boolean waits = sample.queued() > 0 && revision.scaler().atZero();
        if (acceptance == TrafficMeter.Acceptance.TAKEN && waits && decisions.complete()) {
            decide(id, now);
        }
        return acceptance;
    }

    /// Decides every revision anew.
    public synchronized void tick(Instant now) {
        sources.follow(
                revisions.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> entry.getValue().scaler().policy())),
                now);
        if (decisions.complete()) {
            List.copyOf(revisions.keySet()).forEach(id -> decide(id, now));
            removeGone();
        }
    }

    private void follow(RevisionId id, RevisionPolicy policy, Instant now) {
        ScaledRevision known = revisions.get(id);
        revisions.put(
                id,
                known == null
                        ? ScaledRevision.of(policy, standing(id), now)
                        : known.following(policy, now));
    }

    private OptionalInt standing(RevisionId id) {
        return decisions.standing(id).stream().mapToInt(ScalingDecided::replicas).findFirst();
    }

    private void decide(RevisionId id, Instant now) {
        ScaledRevision revision = revisions.get(id);
        if (revision == null) {
            return;
        }
        RevisionScaler scaler = revision.scaler();
        List<Endpoint> ready = fleet.ready(id);
        Sources.Look look = sources.look(id, scaler.policy(), ready, now);
        Decision decision =
                scaler.decide(
                        new Situation(
                                now,
                                revision.meter().read(now, hearing.since().orElse(now)),
                                ready.size(),
                                heard(revision, now),
                                fleet.onThisMachine(id),
                                look.pods(),
                                look.metrics(),
                                fleet.coldStart(id)));
        decisions.decide(id, decision.leaving(look.pods().coldestFirst(), ready.size()), now);
    }

    /// True when a whole stable window of this demand was listened to.
    private boolean heard(ScaledRevision revision, Instant now) {
        Duration window = revision.scaler().policy().kpa().stableWindow();
        return hearing.forAtLeast(window, now) && !revision.since().plus(window).isAfter(now);
    }

    /// A revision that is not listed any more may still serve; its decision goes with its last
    /// replica, or with its service.
    private void removeGone() {
        for (ScalingDecided decided : decisions.standing()) {
            RevisionId id = idOf(decided);
            boolean serviceGone = fleet.service(id.serviceId()).isEmpty();
            if (!revisions.containsKey(id) && (serviceGone || fleet.predictor(id).isEmpty())) {
                decisions.remove(id);
            }
        }
    }

    private static RevisionId idOf(ScalingDecided decided) {
        return new RevisionId(decided.namespace(), decided.name(), decided.revision());
    }

    /// @param since when its meter began to measure
    private record ScaledRevision(RevisionScaler scaler, TrafficMeter meter, Instant since) {

        static ScaledRevision of(RevisionPolicy policy, OptionalInt last, Instant now) {
            return new ScaledRevision(
                    new RevisionScaler(policy, last), new TrafficMeter(policy.measuring()), now);
        }

        ScaledRevision following(RevisionPolicy policy, Instant now) {
            scaler.follow(policy);
            return meter.adapt(policy.measuring())
                    ? this
                    : new ScaledRevision(scaler, new TrafficMeter(policy.measuring()), now);
        }
    }
}
