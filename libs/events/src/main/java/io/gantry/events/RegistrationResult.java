package io.gantry.events;

/// The registry's answer to a [RegistrationEvent].
public sealed interface RegistrationResult extends Event
        permits RegistrationAccepted, RegistrationRejected {

    String namespace();

    String name();

    /// The `ce_id` of the registration that this answers.
    String registrationId();

    @Override
    default Topic topic() {
        return Topic.REGISTRATION_RESULTS;
    }

    @Override
    default String key() {
        return Keys.service(namespace(), name());
    }
}
