package io.gantry.registry.inferenceservice;

import jakarta.persistence.Embeddable;

/// What tells InferenceServices apart.
@Embeddable
public record ServiceKey(String namespace, String name) {}
