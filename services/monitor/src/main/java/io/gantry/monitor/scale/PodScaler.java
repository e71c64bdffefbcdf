package io.gantry.monitor.scale;

import io.gantry.autoscale.knative.MaxWindow;
import io.gantry.autoscale.llm.LlmScaling;
import io.gantry.autoscale.llm.LlmSignals;
import io.gantry.autoscale.llm.LlmState;
import io.gantry.monitor.scrape.PodReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the metrics of a revision's replicas want, while at least one is ready. Not safe for use by
/// several threads at once.
final class PodScaler {

    /// As in Kubernetes' own autoscaler: a metric within a tenth of its target changes nothing.
    private static final double TOLERANCE = 0.1;

    private static final Duration BUCKET = Duration.ofSeconds(2);

    private @Nullable LlmState llm;
    private @Nullable Instant customSince;
    private MaxWindow custom = MaxWindow.EMPTY;

    /// Forgets what it saw: nothing of it is true any more once no replica is left.
    void forget() {
        llm = null;
        customSince = null;
        custom = MaxWindow.EMPTY;
    }

    /// @param last what was decided before
    /// @param inputs gets the figures that went into it
    /// @return empty when the replicas have nothing to say that the policy goes by
    Optional<Proposal> propose(
            Situation situation, RevisionPolicy policy, int last, Map<String, Double> inputs) {
        PodReading reading = situation.pods();
        if (policy.pods().custom().isPresent()) {
            return Optional.of(byCustom(situation, policy, last, inputs));
        }
        if (policy.pods().llm().isEmpty() || reading.llm().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(byLlm(reading.llm().get(), situation, policy, last, inputs));
    }

    private Proposal byLlm(
            LlmSignals signals,
            Situation situation,
            RevisionPolicy policy,
            int last,
            Map<String, Double> inputs) {
        LlmState before = llm == null ? LlmState.start(situation.now()) : llm;
        LlmScaling.Result result =
                LlmScaling.decide(
                        policy.pods().spec(policy.kpa(), situation.coldStart()),
                        before,
                        last,
                        signals.withQueued(situation.reading().queued()));
        llm = result.state();
        inputs.putAll(result.inputs());
        return LlmReasons.proposal(result);
    }

    private Proposal byCustom(
            Situation situation, RevisionPolicy policy, int last, Map<String, Double> inputs) {
        PodReading reading = situation.pods();
        String name = policy.pods().custom().orElseThrow();
        double target = policy.pods().target().orElseThrow();
        if (reading.customUnknown() >= situation.ready()) {
            return new Proposal(last, "No replica tells the metric " + name);
        }
        if (customSince == null) {
            customSince = situation.now();
        }
        inputs.put("metric", reading.custom());
        inputs.put("metricTarget", target);
        Duration window = policy.kpa().stableWindow();
        MaxWindow.Span span = new MaxWindow.Span(window, BUCKET);
        custom = custom.with(situation.now(), wanted(situation, target), span);
        Proposal proposal =
                new Proposal(
                        custom.max(),
                        "%s is %s, at a target of %s a replica"
                                .formatted(
                                        name,
                                        Reasons.number(reading.custom()),
                                        Reasons.number(target)));
        if (reading.customUnknown() > 0) {
            return proposal.atLeast(last, "held because a replica does not tell its metrics");
        }
        return customSince.plus(window).isAfter(situation.now())
                ? proposal.atLeast(last, "held until it was looked at for a whole stable window")
                : proposal;
    }

    private static int wanted(Situation situation, double target) {
        double value = situation.pods().custom();
        double ratio = value / (target * Math.max(1, situation.ready()));
        return Math.abs(ratio - 1) <= TOLERANCE
                ? situation.ready()
                : (int) Math.max(1, Math.ceil(value / target));
    }
}
