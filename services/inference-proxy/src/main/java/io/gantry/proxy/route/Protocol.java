package io.gantry.proxy.route;

/// The language that a request speaks, which decides what its errors look like.
public enum Protocol {
    /// KServe's first protocol: `/v1/models/{m}:predict`.
    V1("v1"),
    /// The Open Inference Protocol: `/v2/models/{m}/infer`.
    V2("v2"),
    /// gRPC: the Open Inference Protocol's service, or any other that a model has.
    GRPC("grpc"),
    /// OpenAI's API: `/v1/chat/completions` and its like.
    OPENAI("openai"),
    /// Anthropic's API: `/v1/messages`.
    ANTHROPIC("anthropic"),
    /// Whatever a predictor offers beyond these.
    OTHER("other");

    private final String label;

    Protocol(String label) {
        this.label = label;
    }

    /// The value of the metrics' `protocol` tag.
    public String label() {
        return label;
    }
}
