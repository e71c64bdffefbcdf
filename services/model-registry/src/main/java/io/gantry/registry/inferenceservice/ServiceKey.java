package io.gantry.registry.inferenceservice;

import io.gantry.kserve.api.InferenceService;
import jakarta.persistence.Embeddable;

/// What tells InferenceServices apart.
@Embeddable
public record ServiceKey(String namespace, String name) {

    /// That of a resource whose namespace is settled.
    public static ServiceKey of(InferenceService resource) {
        return new ServiceKey(String.valueOf(resource.namespace()), resource.name());
    }
}
