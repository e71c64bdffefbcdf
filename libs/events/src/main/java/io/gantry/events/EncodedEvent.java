package io.gantry.events;

import java.util.Map;

/// An event as a Kafka message.
///
/// @param headers CloudEvents attributes (`ce_…`) and extensions, and `content-type`
/// @param value the message's value
public record EncodedEvent(String topic, String key, Map<String, String> headers, Payload value) {

    public EncodedEvent {
        headers = Map.copyOf(headers);
    }
}
