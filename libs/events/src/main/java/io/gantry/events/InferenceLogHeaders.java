package io.gantry.events;

import java.util.Map;

/// The CloudEvents extensions of KServe's logger (`pkg/logger/worker.go`), as Kafka headers.
final class InferenceLogHeaders {

    private static final String NAME = "ce_inferenceservicename";
    private static final String NAMESPACE = "ce_namespace";
    private static final String COMPONENT = "ce_component";
    private static final String ENDPOINT = "ce_endpoint";

    private InferenceLogHeaders() {}

    static Map<String, String> write(InferenceLogEvent event) {
        return Map.of(
                EventCodec.ID,
                event.id(),
                NAME,
                event.name(),
                NAMESPACE,
                event.namespace(),
                COMPONENT,
                event.component(),
                ENDPOINT,
                event.endpoint());
    }

    static InferenceLogEvent read(EventType type, Map<String, String> headers, byte[] value)
            throws UnreadableEventException {
        String id = required(headers, EventCodec.ID);
        String namespace = required(headers, NAMESPACE);
        String name = required(headers, NAME);
        String component = required(headers, COMPONENT);
        String endpoint = required(headers, ENDPOINT);
        Payload payload = new Payload(required(headers, EventCodec.CONTENT_TYPE), value);
        return type == EventType.INFERENCE_REQUEST_LOGGED
                ? new InferenceRequestLogged(id, namespace, name, component, endpoint, payload)
                : new InferenceResponseLogged(id, namespace, name, component, endpoint, payload);
    }

    private static String required(Map<String, String> headers, String header)
            throws UnreadableEventException {
        String value = headers.get(header);
        if (value == null) {
            throw new UnreadableEventException(
                    "The inference log message has no %s header".formatted(header));
        }
        return value;
    }
}
