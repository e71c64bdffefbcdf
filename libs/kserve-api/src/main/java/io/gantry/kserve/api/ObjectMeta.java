package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The metadata of a resource. `creationTimestamp` is RFC 3339 text, as the API server writes it.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ObjectMeta(
        @Nullable String name,
        @Nullable String namespace,
        @Nullable String uid,
        @Nullable Long generation,
        @Nullable String resourceVersion,
        @Nullable String creationTimestamp,
        @Nullable Map<String, String> labels,
        @Nullable Map<String, String> annotations,
        @Rest Map<String, JsonNode> unknown) {

    public ObjectMeta {
        labels = Copies.map(labels);
        annotations = Copies.map(annotations);
        unknown = Copies.unknown(unknown);
    }

    /// Metadata with a name and nothing else.
    public static ObjectMeta named(@Nullable String namespace, String name) {
        return new ObjectMeta(name, namespace, null, null, null, null, null, null, Map.of());
    }

    /// The annotation's value, or null if it is not there.
    public @Nullable String annotation(String key) {
        return annotations == null ? null : annotations.get(key);
    }

    /// The label's value, or null if it is not there.
    public @Nullable String label(String key) {
        return labels == null ? null : labels.get(key);
    }
}
