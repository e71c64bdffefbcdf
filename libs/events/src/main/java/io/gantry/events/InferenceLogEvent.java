package io.gantry.events;

/// A payload that went through the proxy, as KServe's logger publishes it: the event's data is the
/// payload itself, and what is known of it travels as CloudEvents extensions (KServe
/// `pkg/logger/worker.go`).
public sealed interface InferenceLogEvent extends Event
        permits InferenceRequestLogged, InferenceResponseLogged {

    /// The `ce_id`: the request's id, the same for a request and its response.
    String id();

    String namespace();

    String name();

    /// `predictor`, `transformer` or `explainer`.
    String component();

    /// The revision that served it, KServe's `endpoint`.
    String endpoint();

    Payload payload();

    @Override
    default Topic topic() {
        return Topic.INFERENCE_LOG;
    }

    @Override
    default String key() {
        return Keys.service(namespace(), name());
    }
}
