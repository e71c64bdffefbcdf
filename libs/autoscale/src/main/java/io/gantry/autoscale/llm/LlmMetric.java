package io.gantry.autoscale.llm;

/// What may ask for more replicas of a language model.
public enum LlmMetric {
    /// Tokens a second, by what one replica was seen to carry.
    TOKENS("tokens"),
    /// How long requests wait before a replica begins with them.
    QUEUE("queue"),
    /// How full the KV caches are.
    KV("kv"),
    /// Measured time to first token.
    TTFT("ttft");

    private final String key;

    LlmMetric(String key) {
        this.key = key;
    }

    /// As `scaleMetric` names it.
    public String key() {
        return key;
    }
}
