package io.gantry.monitor.scale;

import io.gantry.events.ScalingDecided;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A number of replicas, and what led to it.
///
/// @param reason one sentence: the rule and what bound
/// @param rule the name of that rule; null of what an earlier version published
/// @param clamp the name of what bound; null when nothing did
/// @param inputs the figures that went into it
/// @param leave ids of the replicas that are missed least, where some are to go
record Decision(
        int replicas,
        String reason,
        @Nullable String rule,
        @Nullable String clamp,
        Map<String, Double> inputs,
        List<String> leave) {

    Decision {
        inputs = Map.copyOf(inputs);
        leave = List.copyOf(leave);
    }

    /// @param notes what in the manifest was not followed and why
    static Decision of(Proposal proposal, List<String> notes, Map<String, Double> inputs) {
        Ground bound = proposal.bound();
        return new Decision(
                proposal.replicas(),
                Reasons.of(proposal, notes),
                proposal.because().name(),
                bound == null ? null : bound.name(),
                inputs,
                List.of());
    }

    /// What was published.
    static Decision of(ScalingDecided decided) {
        return new Decision(
                decided.replicas(),
                decided.reason(),
                decided.rule(),
                decided.clamp(),
                decided.inputs(),
                decided.leave());
    }

    /// Whether somebody else scales the revision.
    boolean byOthers() {
        return Ground.of(Ground.Rule.SCALED_BY_OTHERS, "").name().equals(rule);
    }

    /// With the first of these to go, as many as there are too many.
    Decision leaving(List<String> coldestFirst, int ready) {
        int going = Math.clamp((long) ready - replicas, 0, coldestFirst.size());
        return new Decision(replicas, reason, rule, clamp, inputs, coldestFirst.subList(0, going));
    }
}
