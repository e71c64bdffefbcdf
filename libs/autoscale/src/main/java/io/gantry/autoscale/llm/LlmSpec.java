package io.gantry.autoscale.llm;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.Set;

/// How a language model is to be scaled.
///
/// @param metrics what may ask for more replicas beside the tokens, which always count
/// @param firstToken time to first token to be kept, beyond what reading the prompt takes
/// @param kvUse share of its KV cache that a replica should use at most, in (0, 1]
/// @param tokens that one replica carries a second; empty to learn it
/// @param waiting requests that may wait at one replica; empty to go by how long they wait
/// @param coldStart from the decision for a replica until it is ready
/// @param maxScaleUpRate how many times the ready replicas may become at once
/// @param maxScaleDownRate by what the ready replicas may be divided at once
public record LlmSpec(
        Set<LlmMetric> metrics,
        Duration firstToken,
        double kvUse,
        OptionalDouble tokens,
        OptionalDouble waiting,
        Duration coldStart,
        double maxScaleUpRate,
        double maxScaleDownRate) {

    /// What a replica's cache may be full of: above it, vLLM begins to throw answers under way out,
    /// to compute them again later.
    public static final double KV_USE = 0.85;

    public LlmSpec {
        metrics = Set.copyOf(metrics);
    }
}
