package io.gantry.registry.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.gantry.kserve.api.KServeJson;
import org.jspecify.annotations.Nullable;

/// A change of a resource that a client describes instead of sending the whole.
sealed interface Patch {

    /// RFC 6902.
    String JSON_PATCH = "application/json-patch+json";

    /// RFC 7396.
    String MERGE_PATCH = "application/merge-patch+json";

    /// Server-side apply, which is more than a patch.
    String APPLY = "application/apply-patch+yaml";

    /// The resource after the change.
    ///
    /// @throws StatusException when the patch does not fit the resource
    ObjectNode applied(ObjectNode resource);

    /// The type without its parameters; empty when there is none.
    static String type(@Nullable String contentType) {
        return contentType == null ? "" : contentType.replaceAll(";.*", "").strip();
    }

    /// @param type [#JSON_PATCH] or [#MERGE_PATCH]
    /// @throws StatusException when it is no patch
    static Patch of(String type, String body) {
        JsonNode patch = read(body);
        return switch (type) {
            case JSON_PATCH -> {
                if (!patch.isArray()) {
                    throw Failures.badRequest(
                            "A JSON patch is a list of operations such as {\"op\": \"replace\", \"path\": \"/spec/...\", \"value\": 1}");
                }
                yield new Operations(patch);
            }
            case MERGE_PATCH -> {
                if (!(patch instanceof ObjectNode object)) {
                    throw Failures.badRequest("A merge patch is a JSON object");
                }
                yield new Merge(object);
            }
            default -> throw Failures.unknownPatch(type);
        };
    }

    private static JsonNode read(String body) {
        try {
            return KServeJson.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw Failures.badRequest("The patch cannot be read: " + e.getOriginalMessage());
        }
    }

    /// Operations one after the other.
    record Operations(JsonNode patch) implements Patch {

        @Override
        public ObjectNode applied(ObjectNode resource) {
            try {
                if (JsonPatch.apply(patch, resource) instanceof ObjectNode changed) {
                    return changed;
                }
            } catch (JsonPatchException e) {
                throw Failures.unprocessablePatch(e.getMessage());
            }
            throw Failures.unprocessablePatch("it leaves no object");
        }
    }

    /// Members that replace those of the resource, null to remove them.
    record Merge(ObjectNode patch) implements Patch {

        @Override
        public ObjectNode applied(ObjectNode resource) {
            ObjectNode changed = resource.deepCopy();
            merge(changed, patch);
            return changed;
        }

        private static void merge(ObjectNode target, ObjectNode patch) {
            patch.properties()
                    .forEach(member -> {
                        JsonNode value = member.getValue();
                        if (value.isNull()) {
                            target.remove(member.getKey());
                        } else if (value instanceof ObjectNode object) {
                            JsonNode there = target.get(member.getKey());
                            merge(
                                    there instanceof ObjectNode old
                                            ? old
                                            : target.putObject(member.getKey()),
                                    object);
                        } else {
                            target.set(member.getKey(), value);
                        }
                    });
        }
    }
}
