package io.gantry.monitor.scale;

import io.gantry.events.Endpoint;
import io.gantry.events.Revision;
import io.gantry.events.ScalingDecided;
import io.gantry.events.ScalingEvent;
import io.gantry.events.TrafficSampled;
import io.gantry.monitor.demand.DemandMemory;
import io.gantry.monitor.fleet.Fleet;
import io.gantry.monitor.fleet.RevisionId;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.listen.Share;
import io.gantry.monitor.listen.Tenure;
import io.gantry.monitor.signal.TrafficMeter;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Keeps the replicas of every revision that is this monitor's decided: at each tick, when its
/// service changes, and at once when a request waits for a revision at zero.
///
/// Nothing is decided before the state was read back from the topics. What another monitor decides
/// stands, unless it takes away replicas of a revision that is this monitor's: then that monitor
/// has not noticed that it lost the revision, and knows nothing of it any more.
@Singleton
public class Scaling {

    private final Fleet fleet;
    private final Share share;
    private final Decisions decisions;
    private final Sources sources;
    private final PolicyReader policies;
    private final DemandMemory memory;
    // Fair, so that a request that waits is decided on between two revisions of a tick over
    // thousands.
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Map<RevisionId, ScaledRevision> revisions = new HashMap<>();
    private final Map<ServiceId, Set<RevisionId>> listedOf = new HashMap<>();

    Scaling(
            Fleet fleet,
            Share share,
            Decisions decisions,
            Sources sources,
            PolicyReader policies,
            DemandMemory memory) {
        this.fleet = fleet;
        this.share = share;
        this.decisions = decisions;
        this.sources = sources;
        this.policies = policies;
        this.memory = memory;
    }

    /// Replicas that were decided for a revision; empty while none were.
    public OptionalInt desired(RevisionId id) {
        return standing(id);
    }

    /// The figures of the last look at a revision; empty before the first since the start.
    public Map<String, Double> figures(RevisionId id) {
        return decisions.latest(id).map(look -> look.decision().inputs()).orElse(Map.of());
    }

    /// Whether somebody else scales a revision, as of the last look at it.
    public boolean byOthers(RevisionId id) {
        return decisions.latest(id).map(look -> look.decision().byOthers()).orElse(false);
    }

    /// Takes in what the monitor's own topic says.
    public void restore(ScalingEvent event, Instant now) {
        locked(() -> restored(event, now));
    }

    private void restored(ScalingEvent event, Instant now) {
        RevisionId id = Decisions.idOf(event);
        Optional<ScaledRevision> mine = decisions.mayDecide(id) ? mine(id, now) : Optional.empty();
        boolean news = decisions.restore(event);
        if (news && mine.isPresent()) {
            standing(id).ifPresent(mine.get().scaler()::adoptMore);
            decide(id, now);
        } else if (news && revisions.containsKey(id)) {
            standing(id).ifPresent(revisions.get(id).scaler()::adopt);
        }
    }

    /// To be called when a service was applied or deleted.
    public void serviceChanged(ServiceId id, Instant now) {
        locked(() -> changed(id, now));
    }

    private void changed(ServiceId id, Instant now) {
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
        Set<RevisionId> before = listed.isEmpty() ? listedOf.remove(id) : listedOf.put(id, listed);
        if (before != null) {
            before.stream().filter(known -> !listed.contains(known)).forEach(revisions::remove);
        }
        listed.forEach(revision -> decide(revision, now));
        decisions.standing(id).forEach(this::removeIfGone);
    }

    /// Takes in a traffic sample.
    public TrafficMeter.Acceptance sampled(TrafficSampled sample, Instant now) {
        return locked(() -> accept(sample, now));
    }

    private TrafficMeter.Acceptance accept(TrafficSampled sample, Instant now) {
        RevisionId id = new RevisionId(sample.namespace(), sample.name(), sample.revision());
        Optional<ScaledRevision> revision = mine(id, now);
        if (revision.isEmpty()) {
            return TrafficMeter.Acceptance.TAKEN;
        }
        TrafficMeter.Acceptance acceptance = revision.get().meter().accept(sample, now);
        boolean waits = sample.queued() > 0 && revision.get().scaler().atZero();
        if (acceptance == TrafficMeter.Acceptance.TAKEN && waits) {
            decide(id, now);
        }
        return acceptance;
    }

    /// Decides every revision anew.
    public void tick(Instant now) {
        locked(() -> renew(now));
        Map<RevisionId, RevisionPolicy> mine = locked(this::policies);
        sources.follow(mine, now);
        mine.keySet().forEach(id -> locked(() -> decide(id, now)));
        decisions.standing().forEach(decided -> locked(() -> removeIfGone(decided)));
        decisions.tell();
        memory.tick(now);
    }

    /// The revisions that are this monitor's.
    public Set<RevisionId> mine() {
        return locked(this::policies).keySet();
    }

    private void renew(Instant now) {
        if (policies.renewed()) {
            fleet.services()
                    .forEach(service ->
                            changed(new ServiceId(service.namespace(), service.name()), now));
        }
    }

    private Map<RevisionId, RevisionPolicy> policies() {
        return revisions.entrySet().stream()
                .filter(entry -> share.tenure(entry.getKey().serviceId()).isPresent())
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().scaler().policy()));
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /// The revision, if its traffic comes to this monitor; begun anew when it came to another one
    /// in between.
    private Optional<ScaledRevision> mine(RevisionId id, Instant now) {
        ScaledRevision known = revisions.get(id);
        Optional<Tenure> tenure = share.tenure(id.serviceId());
        if (known == null || tenure.isEmpty()) {
            return Optional.empty();
        }
        if (!known.tenure().equals(tenure)) {
            known = ScaledRevision.of(known.scaler().policy(), standing(id), tenure, now);
            revisions.put(id, known);
        }
        return Optional.of(known);
    }

    private void follow(RevisionId id, RevisionPolicy policy, Instant now) {
        ScaledRevision known = revisions.get(id);
        revisions.put(
                id,
                known == null
                        ? ScaledRevision.of(policy, standing(id), share.tenure(id.serviceId()), now)
                        : known.following(policy, now));
    }

    private OptionalInt standing(RevisionId id) {
        return decisions.standing(id).stream().mapToInt(ScalingDecided::replicas).findFirst();
    }

    private void decide(RevisionId id, Instant now) {
        if (decisions.mayDecide(id)) {
            mine(id, now).ifPresent(revision -> decide(id, revision, now));
        }
    }

    private void decide(RevisionId id, ScaledRevision revision, Instant now) {
        RevisionScaler scaler = revision.scaler();
        List<Endpoint> ready = fleet.ready(id);
        Sources.Look look = sources.look(id, scaler.policy(), ready, now);
        Optional<Instant> heardSince = revision.tenure().flatMap(Tenure::heardSince);
        Situation situation =
                new Situation(
                        now,
                        revision.meter().read(now, heardSince.orElse(now)),
                        ready.size(),
                        heard(revision, now),
                        fleet.onThisMachine(id),
                        look.pods(),
                        look.metrics(),
                        fleet.coldStart(id),
                        memory.usual(id));
        Decision decision = scaler.decide(situation);
        scaler.measured(situation).ifPresent(measured -> memory.note(id, measured));
        decisions.decide(id, decision.leaving(look.pods().coldestFirst(), ready.size()), now);
    }

    /// True when a whole stable window of this demand was listened to.
    private boolean heard(ScaledRevision revision, Instant now) {
        Duration window = revision.scaler().policy().kpa().stableWindow();
        return revision.tenure().filter(tenure -> tenure.heardFor(window, now)).isPresent()
                && !revision.since().plus(window).isAfter(now);
    }

    /// A revision that is not listed any more may still serve; its decision goes with its last
    /// replica, or with its service.
    private void removeIfGone(ScalingDecided decided) {
        RevisionId id = Decisions.idOf(decided);
        if (!revisions.containsKey(id)
                && decisions.mayDecide(id)
                && (fleet.service(id.serviceId()).isEmpty() || fleet.predictor(id).isEmpty())) {
            decisions.remove(id);
        }
    }

    /// @param tenure that it belongs to; empty while its traffic goes elsewhere
    /// @param since when its meter began to measure
    private record ScaledRevision(
            RevisionScaler scaler, TrafficMeter meter, Optional<Tenure> tenure, Instant since) {

        static ScaledRevision of(
                RevisionPolicy policy, OptionalInt last, Optional<Tenure> tenure, Instant now) {
            return new ScaledRevision(
                    new RevisionScaler(policy, last),
                    new TrafficMeter(policy.measuring()),
                    tenure,
                    now);
        }

        ScaledRevision following(RevisionPolicy policy, Instant now) {
            scaler.follow(policy);
            return meter.adapt(policy.measuring())
                    ? this
                    : new ScaledRevision(scaler, new TrafficMeter(policy.measuring()), tenure, now);
        }
    }
}
