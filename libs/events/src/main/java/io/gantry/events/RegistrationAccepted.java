package io.gantry.events;

/// The registration took effect, or changed nothing because that state was there already.
///
/// @param generation the generation that the service now has
public record RegistrationAccepted(
        String namespace, String name, String registrationId, long generation)
        implements RegistrationResult {}
