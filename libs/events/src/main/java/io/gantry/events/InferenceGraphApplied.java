package io.gantry.events;

import com.fasterxml.jackson.databind.JsonNode;

/// The whole desired state of one InferenceGraph that takes requests.
///
/// @param uid differs when a name was deleted and used again
/// @param spec the graph's `spec`, as KServe's v1alpha1 JSON
public record InferenceGraphApplied(
        String namespace, String name, String uid, long generation, JsonNode spec)
        implements InferenceGraphEvent {

    @Override
    public boolean removal() {
        return false;
    }
}
