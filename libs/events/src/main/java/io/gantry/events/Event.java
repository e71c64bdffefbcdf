package io.gantry.events;

import com.fasterxml.jackson.annotation.JsonIgnore;

/// Something that happened, as it travels on a topic. Records with the same [#key()] keep their
/// order.
public sealed interface Event
        permits RegistrationEvent,
                RegistrationResult,
                StateEvent,
                TrafficSampled,
                AlertEvent,
                InferenceLogEvent {

    @JsonIgnore
    Topic topic();

    /// The Kafka message key, for example `namespace/name`.
    @JsonIgnore
    String key();
}
