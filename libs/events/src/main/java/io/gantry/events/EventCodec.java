package io.gantry.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Events as CloudEvents 1.0 in Kafka's binary mode: attributes in `ce_` headers, the record as
/// JSON in the value. Inference log events are the exception: their value is the payload itself.
public final class EventCodec {

    public static final String TYPE = "ce_type";
    public static final String ID = "ce_id";
    public static final String SOURCE = "ce_source";
    public static final String TIME = "ce_time";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String CONTENT_TYPE = "content-type";

    private static final ObjectMapper JSON = EventJson.mapper();

    private final String source;
    private final InstantSource time;

    /// @param source the `ce_source` of what this codec encodes, for example
    ///   `/gantry/loader/node-1`
    public EventCodec(String source, InstantSource time) {
        this.source = source;
        this.time = time;
    }

    public EncodedEvent encode(Event event) {
        EventType type = EventType.of(event);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(SPEC_VERSION, "1.0");
        headers.put(TYPE, type.ceType());
        headers.put(SOURCE, source);
        String now = time.instant().toString();
        headers.put(TIME, now);
        Payload value;
        if (event instanceof InferenceLogEvent log) {
            headers.putAll(InferenceLogHeaders.write(log, now));
            value = log.payload();
        } else {
            headers.put(ID, UUID.randomUUID().toString());
            value = json(event);
        }
        headers.put(CONTENT_TYPE, value.contentType());
        return new EncodedEvent(type.topic().topicName(), event.key(), headers, value);
    }

    /// Reads a message of a topic.
    ///
    /// @param headers the message's headers; a repeated header's last value counts
    /// @return empty for a type that this version does not know, which a newer one may have sent
    /// @throws UnreadableEventException when the message is not a CloudEvent of the topic or its
    ///   data does not fit its type
    public static Optional<Event> decode(Topic topic, Map<String, String> headers, byte[] value)
            throws UnreadableEventException {
        String typeName = headers.get(TYPE);
        if (typeName == null) {
            throw new UnreadableEventException(
                    "The message has no %s header; Gantry's topics carry CloudEvents in binary mode"
                            .formatted(TYPE));
        }
        Optional<EventType> type = EventType.ofName(typeName);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        if (type.get().topic() != topic) {
            throw new UnreadableEventException(
                    "%s belongs on %s, found on %s"
                            .formatted(
                                    typeName, type.get().topic().topicName(), topic.topicName()));
        }
        return Optional.of(
                topic == Topic.INFERENCE_LOG
                        ? InferenceLogHeaders.read(type.get(), headers, value)
                        : record(type.get(), value));
    }

    private static Payload json(Event event) {
        try {
            return new Payload("application/json", JSON.writeValueAsBytes(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "Cannot write " + event.getClass().getSimpleName() + " as JSON", e);
        }
    }

    private static Event record(EventType type, byte[] value) throws UnreadableEventException {
        Event event;
        try {
            event = JSON.readValue(value, type.record());
        } catch (IOException e) {
            throw new UnreadableEventException(
                    "The data is no %s: %s".formatted(type.ceType(), reason(e)), e);
        }
        if (event == null) {
            throw new UnreadableEventException(
                    "The data is no %s: found null".formatted(type.ceType()));
        }
        Optional<String> missing = RequiredFields.firstMissing((Record) event);
        if (missing.isPresent()) {
            throw new UnreadableEventException(
                    "The data is no %s: field %s is missing"
                            .formatted(type.ceType(), missing.get()));
        }
        return event;
    }

    private static String reason(IOException e) {
        return e instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(e.getMessage());
    }
}
