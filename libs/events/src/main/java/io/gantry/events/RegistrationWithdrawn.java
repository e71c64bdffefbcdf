package io.gantry.events;

/// Asks for a model to be deleted.
public record RegistrationWithdrawn(String namespace, String name) implements RegistrationEvent {

    public RegistrationWithdrawn {
        namespace = Keys.orDefaultNamespace(namespace);
    }
}
