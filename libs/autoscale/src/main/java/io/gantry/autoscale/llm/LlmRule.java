package io.gantry.autoscale.llm;

/// What a number of replicas came from.
public enum LlmRule {
    /// Nothing asked for another number.
    AS_IT_IS,
    /// Tokens a second, by what a replica carries.
    TOKENS,
    /// The same, with what the trend makes of them until a new replica is ready.
    TREND,
    /// The same, with what was usual at this time of the day until a new replica is ready.
    PATTERN,
    /// Requests wait too long, or too many do.
    QUEUE,
    /// The KV caches are too full.
    KV,
    /// The measured time to first token is too long, and requests wait.
    TTFT
}
