package io.gantry.monitor.scale;

import io.gantry.autoscale.llm.LlmScaling;
import io.gantry.autoscale.llm.LlmSignals;
import io.gantry.autoscale.llm.LlmState;
import io.gantry.monitor.demand.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the replicas and the metrics of a revision want, while at least one is ready. Not safe for
/// use by several threads at once.
final class PodScaler {

    private final MetricScaler metrics = new MetricScaler();
    private @Nullable LlmState llm;
    private Optional<Measured> measured = Optional.empty();

    /// Forgets what it saw: nothing of it is true any more once no replica is left.
    void forget() {
        llm = null;
        measured = Optional.empty();
        metrics.forget();
    }

    /// What a language model was asked for at the last look; empty when that is not known.
    Optional<Measured> measured() {
        return measured;
    }

    /// The largest of what is wanted. The requests count where nothing else does, or where the
    /// manifest has a target for them beside other metrics.
    ///
    /// @param byTraffic what the requests want
    /// @param last what was decided before
    /// @param inputs gets the figures that went into it
    Proposal propose(
            Situation situation,
            RevisionPolicy policy,
            Proposal byTraffic,
            int last,
            Map<String, Double> inputs) {
        measured = Optional.empty();
        List<Proposal> wanted = new ArrayList<>();
        MetricPolicy byMetrics = policy.metrics();
        if (!situation.metrics().isEmpty()) {
            Proposal proposal = metrics.propose(situation, byMetrics, last, inputs);
            wanted.add(
                    byMetrics.paced()
                            ? proposal
                            : metrics.paced(proposal, situation, byMetrics, last));
        }
        if (!policy.pods().llm().isEmpty() && situation.pods().llm().isPresent()) {
            wanted.add(byLlm(situation.pods().llm().get(), situation, policy, last, inputs));
        }
        boolean beside = !situation.metrics().isEmpty() && byMetrics.besideDemand();
        if (wanted.isEmpty() || beside) {
            wanted.add(byTraffic);
        }
        Proposal largest =
                wanted.stream().max(Comparator.comparingInt(Proposal::replicas)).orElseThrow();
        return byMetrics.paced() ? metrics.paced(largest, situation, byMetrics, last) : largest;
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
                        before.knowing(situation.usual()),
                        last,
                        signals.withQueued(situation.reading().queued()));
        llm = result.state();
        measured =
                result.demand().stream()
                        .mapToObj(demand -> new Measured(demand, result.carries()))
                        .findFirst();
        inputs.putAll(result.inputs());
        return LlmReasons.proposal(result);
    }
}
