package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a model did not load, in words for a person, with KServe's reason.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailureInfo(
        @Nullable String location,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String modelRevisionName,
        @Nullable String time,
        @Nullable Integer exitCode,
        @Rest Map<String, JsonNode> unknown) {

    public FailureInfo {
        unknown = Copies.unknown(unknown);
    }
}
