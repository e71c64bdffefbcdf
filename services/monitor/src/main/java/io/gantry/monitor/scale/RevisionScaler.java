package io.gantry.monitor.scale;

import io.gantry.autoscale.knative.Averages;
import io.gantry.autoscale.knative.Kpa;
import io.gantry.autoscale.knative.KpaState;
import io.gantry.monitor.demand.Measured;
import io.gantry.monitor.signal.ScaleMetric;
import io.gantry.monitor.signal.TrafficMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Decides the replicas of one revision: what [Kpa] wants, then the initial scale, the bounds, and
/// scaling to zero. Knows nothing but what it is given. Not safe for use by several threads at
/// once.
final class RevisionScaler {

    private RevisionPolicy policy;
    private OptionalInt last;
    private boolean initialReached;
    private final PodScaler pods = new PodScaler();
    private final StartAhead ahead = new StartAhead();
    private @Nullable KpaState kpa;
    private @Nullable Instant readySince;
    private @Nullable Instant unwantedSince;

    /// @param last what was decided before, by this monitor or the one before it
    RevisionScaler(RevisionPolicy policy, OptionalInt last) {
        this.policy = policy;
        this.last = last;
        last.ifPresent(this::adopt);
    }

    RevisionPolicy policy() {
        return policy;
    }

    void follow(RevisionPolicy changed) {
        policy = changed;
    }

    /// Takes over what was decided elsewhere.
    void adopt(int replicas) {
        last = OptionalInt.of(replicas);
        // Only what had been there can have been fewer.
        initialReached = initialReached || replicas < policy.initialScale();
    }

    /// Takes over what was decided elsewhere unless it takes replicas away.
    void adoptMore(int replicas) {
        adopt(Math.max(replicas, last.orElse(0)));
    }

    /// True when the revision was scaled to zero.
    boolean atZero() {
        return last.isPresent() && last.getAsInt() == 0;
    }

    Decision decide(Situation situation) {
        watchReadiness(situation);
        Map<String, Double> inputs = inputs(situation);
        Proposal proposal = guardZero(proposal(situation, inputs), situation.now());
        last = OptionalInt.of(proposal.replicas());
        inputs.put("replicas", (double) proposal.replicas());
        return Decision.of(proposal, policy.notes(), inputs);
    }

    /// What was asked of a language model at the last decision; empty when that is not known.
    Optional<Measured> measured(Situation situation) {
        if (policy.pods().llm().isEmpty()
                || policy.control().stopped()
                || policy.control().others(situation.local()).isPresent()) {
            return Optional.empty();
        }
        if (situation.ready() > 0) {
            return pods.measured();
        }
        TrafficMeter.Reading reading = situation.reading();
        boolean nobody =
                situation.heard()
                        && reading.queued() == 0
                        && reading.inFlight() == 0
                        && reading.silentProxy().isEmpty();
        return nobody ? Optional.of(Measured.NOTHING) : Optional.empty();
    }

    private void watchReadiness(Situation situation) {
        if (situation.ready() == 0) {
            readySince = null;
        } else if (readySince == null) {
            readySince = situation.now();
        }
        if (situation.ready() >= policy.initialScale() && situation.ready() > 0) {
            initialReached = true;
        }
    }

    private Proposal proposal(Situation situation, Map<String, Double> inputs) {
        if (policy.control().stopped()) {
            return new Proposal(
                    0,
                    Ground.of(
                            Ground.Rule.STOPPED,
                            "The service is stopped by its annotation serving.kserve.io/stop"));
        }
        Optional<String> others = policy.control().others(situation.local());
        if (others.isPresent()) {
            return new Proposal(
                            Math.max(1, policy.bounds().min()),
                            Ground.of(
                                    Ground.Rule.SCALED_BY_OTHERS,
                                    "Demand does not count because " + others.get()))
                    .within(policy.bounds());
        }
        if (last.isEmpty()) {
            return new Proposal(
                            policy.initialScale(),
                            Ground.of(
                                    Ground.Rule.INITIAL_SCALE,
                                    "A new revision starts at its initial scale"))
                    .within(policy.bounds());
        }
        Proposal wanted = byDemand(situation, inputs);
        inputs.put("wanted", (double) wanted.replicas());
        return wanted.within(policy.bounds());
    }

    private Proposal byDemand(Situation situation, Map<String, Double> inputs) {
        TrafficMeter.Reading reading = situation.reading();
        Averages demand = demand(situation);
        KpaState before = kpa == null ? KpaState.start(situation.now(), situation.ready()) : kpa;
        Kpa.Result result =
                Kpa.decide(policy.kpa(), before, demand, situation.ready(), situation.now());
        kpa = result.state();
        inputs.put("stable", demand.stable());
        inputs.put("panic", demand.panic());
        inputs.put("excessBurstCapacity", (double) result.excessBurstCapacity());
        Proposal proposal =
                byPods(
                        awake(Reasons.proposal(result.answer(), demand, policy), reading),
                        situation,
                        inputs);
        if (!initialReached) {
            proposal =
                    proposal.atLeast(
                            policy.initialScale(),
                            Ground.of(Ground.Bound.INITIAL_SCALE, "raised to the initial scale"));
        }
        return ahead.apply(held(proposal, situation), situation, policy, atZero());
    }

    /// What the replicas say wins over what the proxies say, once they say something. The way from
    /// and to zero stays with the traffic, which is there when no replica is.
    private Proposal byPods(Proposal byTraffic, Situation situation, Map<String, Double> inputs) {
        if (situation.ready() == 0 || atZero()) {
            pods.forget();
            return byTraffic;
        }
        int before = last.orElse(0);
        Proposal byPods = pods.propose(situation, policy, byTraffic, before, inputs);
        boolean leaving = byTraffic.replicas() == 0 && before <= 1 && policy.bounds().min() == 0;
        return leaving && byPods.replicas() <= 1 ? byTraffic : byPods;
    }

    /// What is there keeps its replicas. The averages know little or nothing of what came just now,
    /// so they are no reason for what it wakes.
    private Proposal awake(Proposal proposal, TrafficMeter.Reading reading) {
        int least = Math.max(1, policy.kpa().activationScale());
        boolean present = reading.queued() > 0 || reading.inFlight() > 0;
        if (!present || (proposal.replicas() >= least && !atZero())) {
            return proposal;
        }
        if (proposal.replicas() <= least) {
            return new Proposal(least, Reasons.present(reading));
        }
        return policy.metric() == ScaleMetric.CONCURRENCY
                ? proposal.because(Reasons.present(reading, policy))
                : proposal;
    }

    /// Demand, with what waits for the first replica counted at once.
    private Averages demand(Situation situation) {
        Averages averages = situation.reading().averages();
        if (situation.ready() > 0 || policy.metric() != ScaleMetric.CONCURRENCY) {
            return averages;
        }
        int waiting = situation.reading().queued() + situation.reading().inFlight();
        return new Averages(averages.stable(), Math.max(averages.panic(), waiting));
    }

    /// Missing is not zero: what was not heard of takes no replica away.
    private Proposal held(Proposal proposal, Situation situation) {
        int least = last.orElse(0);
        if (!situation.heard()) {
            return proposal.atLeast(
                    least,
                    Ground.of(
                            Ground.Bound.SAMPLES_NOT_HEARD,
                            "held because samples were not heard for a whole stable window"));
        }
        return situation.reading().silentProxy().isPresent()
                ? proposal.atLeast(
                        least,
                        Ground.of(
                                Ground.Bound.PROXY_SILENT,
                                "held because proxy %s fell silent with requests under way"
                                        .formatted(situation.reading().silentProxy().get())))
                : proposal;
    }

    /// The last replica goes only when it was ready for a stable window and nobody wanted it for
    /// the grace period.
    private Proposal guardZero(Proposal proposal, Instant now) {
        if (proposal.replicas() > 0 || atZero() || last.isEmpty() || policy.control().stopped()) {
            unwantedSince = null;
            return proposal;
        }
        if (!policy.toZero().enabled()) {
            return kept(proposal, Ground.Bound.SCALE_TO_ZERO_OFF, "because scaling to zero is off");
        }
        if (unwantedSince == null) {
            unwantedSince = now;
        }
        Duration stable = policy.kpa().stableWindow();
        if (readySince == null || readySince.plus(stable).isAfter(now)) {
            return kept(
                    proposal,
                    Ground.Bound.READY_FOR_TOO_SHORT,
                    "until it was ready for the stable window of " + Reasons.of(stable));
        }
        Duration grace = policy.toZero().grace();
        if (grace.compareTo(policy.toZero().retention()) < 0) {
            grace = policy.toZero().retention();
        }
        return unwantedSince.plus(grace).isAfter(now)
                ? kept(
                        proposal,
                        Ground.Bound.GRACE_PERIOD,
                        "for the grace period of " + Reasons.of(grace))
                : proposal;
    }

    private static Proposal kept(Proposal proposal, Ground.Bound bound, String why) {
        return proposal.atLeast(1, Ground.of(bound, "kept at 1 " + why));
    }

    private Map<String, Double> inputs(Situation situation) {
        Map<String, Double> inputs = new HashMap<>();
        inputs.put("ready", (double) situation.ready());
        inputs.put("inFlight", (double) situation.reading().inFlight());
        inputs.put("queued", (double) situation.reading().queued());
        inputs.put("target", policy.kpa().target());
        inputs.put("minReplicas", (double) policy.bounds().min());
        inputs.put("maxReplicas", (double) policy.bounds().max());
        return inputs;
    }
}
