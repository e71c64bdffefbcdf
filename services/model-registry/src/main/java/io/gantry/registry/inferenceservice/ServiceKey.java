package io.gantry.registry.inferenceservice;

import io.gantry.kserve.api.InferenceService;
import io.gantry.registry.store.ResourceKey;

/// What tells InferenceServices apart.
public record ServiceKey(String namespace, String name) {

    /// That of a resource whose namespace is settled.
    public static ServiceKey of(InferenceService resource) {
        return new ServiceKey(String.valueOf(resource.namespace()), resource.name());
    }

    ResourceKey resource() {
        return new ResourceKey(InferenceService.KIND, namespace, name);
    }
}
