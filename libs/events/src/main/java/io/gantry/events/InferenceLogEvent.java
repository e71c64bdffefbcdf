package io.gantry.events;

/// A payload that went through the proxy, as KServe's logger publishes it: the event's data is the
/// payload itself, and what is known of it travels as CloudEvents extensions (KServe
/// `pkg/logger/worker.go`).
public sealed interface InferenceLogEvent extends Event
        permits InferenceRequestLogged, InferenceResponseLogged {

    LoggedExchange exchange();

    Payload payload();

    @Override
    default Topic topic() {
        return Topic.INFERENCE_LOG;
    }

    @Override
    default String key() {
        return Keys.service(exchange().namespace(), exchange().name());
    }
}
