package io.gantry.events;

import com.fasterxml.jackson.databind.JsonNode;

/// @param manifest the runtime as KServe's v1alpha1 JSON
public record ServingRuntimeApplied(String scope, String name, long generation, JsonNode manifest)
        implements ServingRuntimeEvent {

    @Override
    public boolean removal() {
        return false;
    }
}
