package io.gantry.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
                array(row.managedFields),
                object(row.kept),
                !row.present());
    }

    static ObjectNode manifest(ResourceEntity row) {
        return object(row.manifest);
    }

    private static ObjectNode object(String json) {
        return tree(json, ObjectNode.class);
    }

    private static ArrayNode array(String json) {
        return tree(json, ArrayNode.class);
    }

    private static <T extends JsonNode> T tree(String json, Class<T> type) {
        try {
            return type.cast(KServeJson.mapper().readTree(json));
        } catch (JsonProcessingException | ClassCastException e) {
            throw new IllegalStateException(
                    "The database holds what is no JSON " + type.getSimpleName(), e);
        }
    }
}
