package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One of several places to download from, and where the files are mounted.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StorageUriSpec(
        @Nullable String uri, @Nullable String mountPath, @Rest Map<String, JsonNode> unknown) {

    public StorageUriSpec {
        unknown = Copies.unknown(unknown);
    }
}
