package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a client wants to see resources: whole, as rows for people, or their metadata alone.
///
/// @param include what each row of a table has of its resource: `None`, `Object`, and else its
///   metadata
record Rendering(Form form, String include) {

    private static final String METADATA = "PartialObjectMetadata";

    /// What it names with `as=`.
    enum Form {
        WHOLE,
        TABLE,
        METADATA
    }

    /// @param accept the header; what it names first is what the client wants most
    /// @param include the parameter `includeObject`
    static Rendering of(@Nullable String accept, @Nullable String include) {
        return new Rendering(form(accept), String.valueOf(include));
    }

    private static Form form(@Nullable String accept) {
        if (accept == null) {
            return Form.WHOLE;
        }
        String first = accept.split(",", 2)[0].replace(" ", "");
        if (!first.contains(";g=meta.k8s.io")) {
            return Form.WHOLE;
        }
        if (first.contains(";as=Table")) {
            return Form.TABLE;
        }
        return first.contains(";as=" + METADATA) ? Form.METADATA : Form.WHOLE;
    }

    /// @param answer a resource or a list of some
    ObjectNode of(ObjectNode answer, KubeKind kind) {
        return switch (form) {
            case WHOLE -> answer;
            case TABLE -> Tables.of(answer, kind, include, Instant.now());
            case METADATA -> metadata(answer);
        };
    }

    private static ObjectNode metadata(ObjectNode answer) {
        if (!(answer.get("items") instanceof ArrayNode items)) {
            return partial(answer);
        }
        ObjectNode list = KServeJson.mapper().createObjectNode();
        list.put("kind", METADATA + "List").put("apiVersion", "meta.k8s.io/v1");
        list.set("metadata", answer.path("metadata"));
        ArrayNode partial = list.putArray("items");
        items.forEach(item -> partial.add(partial(item)));
        return list;
    }

    /// The resource's metadata as an object of its own.
    static ObjectNode partial(JsonNode resource) {
        ObjectNode partial = KServeJson.mapper().createObjectNode();
        partial.put("kind", METADATA).put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", resource.path("metadata"));
        return partial;
    }
}
