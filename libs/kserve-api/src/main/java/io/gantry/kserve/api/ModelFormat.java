package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model format by name and, where it matters, version. Both are compared as exact text.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelFormat(
        @Nullable String name, @Nullable String version, @Rest Map<String, JsonNode> unknown) {

    public ModelFormat {
        unknown = Copies.unknown(unknown);
    }
}
