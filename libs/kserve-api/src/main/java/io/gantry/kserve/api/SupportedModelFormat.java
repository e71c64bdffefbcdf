package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A format that a runtime serves; only with `autoSelect` is it chosen unasked, the highest
/// `priority` first.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SupportedModelFormat(
        @Nullable String name,
        @Nullable String version,
        @Nullable Boolean autoSelect,
        @Nullable Integer priority,
        @Rest Map<String, JsonNode> unknown) {

    public SupportedModelFormat {
        unknown = Copies.unknown(unknown);
    }
}
