package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model's place by a key of the storage secret; `parameters` override that secret's settings.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StorageSpec(
        @Nullable String path,
        @Nullable String key,
        @Nullable Map<String, String> parameters,
        @Nullable String schemaPath,
        @Rest Map<String, JsonNode> unknown) {

    public StorageSpec {
        parameters = Copies.map(parameters);
        unknown = Copies.unknown(unknown);
    }
}
