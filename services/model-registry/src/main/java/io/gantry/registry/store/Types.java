package io.gantry.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.ResourceTypes;
import io.gantry.kserve.schema.TypeVersion;

/// What a resource says to be.
final class Types {

    private Types() {}

    /// @throws IllegalArgumentException if there is no such type
    static TypeVersion version(ObjectNode resource) {
        String apiVersion = resource.path("apiVersion").asText();
        String kind = resource.path("kind").asText();
        return ResourceTypes.find(apiVersion, kind)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "There is no type %s %s".formatted(apiVersion, kind)))
                .version();
    }
}
