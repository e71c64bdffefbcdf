package io.gantry.events;

/// What producers of Kafka events ask the registry for; the same effect as a call of its REST API.
public sealed interface RegistrationEvent extends Event
        permits RegistrationRequested, RegistrationWithdrawn {

    String namespace();

    String name();

    @Override
    default Topic topic() {
        return Topic.REGISTRATIONS;
    }

    @Override
    default String key() {
        return Keys.service(namespace(), name());
    }
}
