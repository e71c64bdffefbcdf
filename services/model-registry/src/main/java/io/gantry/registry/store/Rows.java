package io.gantry.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.resource.Identity;

/// What rows mean.
final class Rows {

    private Rows() {}

    static StoredResource stored(ResourceEntity row) {
        return new StoredResource(
                row.key,
                new Identity(
                        row.uid,
                        row.generation,
                        row.resourceVersion,
                        row.createdVersion,
                        row.createdAt),
                object(row.manifest),
                row.status == null ? null : object(row.status),
                object(row.kept),
                !row.present());
    }

    static ObjectNode manifest(ResourceEntity row) {
        return object(row.manifest);
    }

    private static ObjectNode object(String json) {
        try {
            JsonNode tree = KServeJson.mapper().readTree(json);
            if (tree instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database holds what is no JSON", e);
        }
        throw new IllegalStateException("The database holds what is no JSON object");
    }
}
