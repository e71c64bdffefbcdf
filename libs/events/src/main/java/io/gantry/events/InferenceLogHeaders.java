package io.gantry.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashMap;
import java.util.Map;

/// The CloudEvents extensions of KServe's logger (`pkg/logger/worker.go`), as Kafka headers.
///
/// Two are Gantry's own, and there only when they say something: `contentencoding` of a compressed
/// payload, and `size` of a body that is longer than what was logged of it.
final class InferenceLogHeaders {

    private static final String NAME = "ce_inferenceservicename";
    private static final String NAMESPACE = "ce_namespace";
    private static final String COMPONENT = "ce_component";
    private static final String ENDPOINT = "ce_endpoint";
    private static final String METADATA = "ce_metadata";
    private static final String ANNOTATIONS = "ce_annotations";
    private static final String RECORDED = "ce_recordedtime";
    private static final String CONTENT_ENCODING = "ce_contentencoding";
    private static final String SIZE = "ce_size";

    private InferenceLogHeaders() {}

    /// @param time when it was logged
    static Map<String, String> write(InferenceLogEvent event, String time) {
        LoggedExchange exchange = event.exchange();
        Payload payload = event.payload();
        Map<String, String> headers = new HashMap<>();
        headers.put(EventCodec.ID, exchange.id());
        headers.put(NAME, exchange.name());
        headers.put(NAMESPACE, exchange.namespace());
        headers.put(COMPONENT, exchange.component());
        headers.put(ENDPOINT, exchange.endpoint());
        headers.put(RECORDED, time);
        if (!exchange.metadata().isEmpty()) {
            headers.put(METADATA, json(exchange.metadata()));
        }
        if (!exchange.annotations().isEmpty()) {
            headers.put(ANNOTATIONS, json(exchange.annotations()));
        }
        if (payload.contentEncoding() != null) {
            headers.put(CONTENT_ENCODING, payload.contentEncoding());
        }
        if (payload.cut()) {
            headers.put(SIZE, Long.toString(payload.size()));
        }
        return headers;
    }

    static InferenceLogEvent read(EventType type, Map<String, String> headers, byte[] value)
            throws UnreadableEventException {
        LoggedExchange exchange =
                new LoggedExchange(
                        required(headers, EventCodec.ID),
                        required(headers, NAMESPACE),
                        required(headers, NAME),
                        required(headers, COMPONENT),
                        required(headers, ENDPOINT),
                        parsed(headers, METADATA, new TypeReference<>() {}),
                        parsed(headers, ANNOTATIONS, new TypeReference<>() {}));
        Payload payload =
                new Payload(
                        required(headers, EventCodec.CONTENT_TYPE),
                        headers.get(CONTENT_ENCODING),
                        value,
                        size(headers, value.length));
        return type == EventType.INFERENCE_REQUEST_LOGGED
                ? new InferenceRequestLogged(exchange, payload)
                : new InferenceResponseLogged(exchange, payload);
    }

    private static long size(Map<String, String> headers, int logged)
            throws UnreadableEventException {
        String size = headers.getOrDefault(SIZE, Integer.toString(logged));
        if (!size.matches("\\d{1,18}")) {
            throw new UnreadableEventException(
                    "The inference log message's %s is no number: %s".formatted(SIZE, size));
        }
        return Long.parseLong(size);
    }

    private static String json(Map<String, ?> map) {
        try {
            return EventJson.mapper().writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write texts as JSON", e);
        }
    }

    private static <V> Map<String, V> parsed(
            Map<String, String> headers, String header, TypeReference<Map<String, V>> type)
            throws UnreadableEventException {
        try {
            return EventJson.mapper().readValue(headers.getOrDefault(header, "{}"), type);
        } catch (JsonProcessingException e) {
            throw new UnreadableEventException(
                    "The inference log message's %s cannot be read: %s"
                            .formatted(header, e.getOriginalMessage()),
                    e);
        }
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
