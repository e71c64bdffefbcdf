package io.gantry.monitor.scale;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gantry.events.ScalingDecided;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A decision as the API shows it.
///
/// @param reason one sentence: the rule and what bound, as of the last look
/// @param rule the name of that rule, for example `PanicWindow`; null where it is not known
/// @param clamp the name of what bound, for example `MaxReplicas`; null when nothing did
/// @param inputs the figures that went into it
/// @param evaluatedAt when the revision was last looked at; null before the first look since the
///   monitor's start, and where another monitor looks at it: then reason and inputs are the
///   decision's
/// @param generation of the event that told the deployer
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScalingView(
        String namespace,
        String name,
        String revision,
        int replicas,
        String reason,
        @Nullable String rule,
        @Nullable String clamp,
        Map<String, Double> inputs,
        @Nullable Instant evaluatedAt,
        long generation) {

    static ScalingView of(ScalingDecided decided, Optional<Decisions.Evaluation> latest) {
        Decision decision =
                latest.map(Decisions.Evaluation::decision).orElseGet(() -> Decision.of(decided));
        return new ScalingView(
                decided.namespace(),
                decided.name(),
                decided.revision(),
                decided.replicas(),
                decision.reason(),
                decision.rule(),
                decision.clamp(),
                new TreeMap<>(decision.inputs()),
                latest.map(Decisions.Evaluation::at).orElse(null),
                decided.generation());
    }
}
