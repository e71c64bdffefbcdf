package io.gantry.events;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// Asks for a model to be registered or updated.
///
/// @param namespace the namespace, `default` when left out
/// @param name the model's name
/// @param model the body that `POST /v1/models` takes; exactly one of `model` and `manifest` is
///   given
/// @param manifest an InferenceService as KServe writes it
public record RegistrationRequested(
        String namespace, String name, @Nullable JsonNode model, @Nullable JsonNode manifest)
        implements RegistrationEvent {

    public RegistrationRequested {
        namespace = Keys.orDefaultNamespace(namespace);
    }
}
