package io.gantry.registry.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.gantry.registry.store.Origin;
import io.gantry.registry.store.ResourceKey;

/// An object as the API server has it.
///
/// @param seen as the client read it
/// @param tree the same as JSON
record ClusterObject(ResourceKey key, GenericKubernetesResource seen, ObjectNode tree) {

    String uid() {
        return tree.path("metadata").path("uid").asText();
    }

    long generation() {
        return tree.path("metadata").path("generation").asLong();
    }

    Origin origin() {
        return new Origin(uid(), generation());
    }

    /// Missing when there is none.
    JsonNode status() {
        return tree.path("status");
    }
}
