package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One observed condition; `status` is `True`, `False` or `Unknown`, `lastTransitionTime` RFC 3339
/// text.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @Nullable String type,
        @Nullable String status,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String severity,
        @Nullable String lastTransitionTime,
        @Rest Map<String, JsonNode> unknown) {

    public Condition {
        unknown = Copies.unknown(unknown);
    }

    /// A condition without a reason.
    public static Condition of(String type, String status, String lastTransitionTime) {
        return new Condition(type, status, null, null, null, lastTransitionTime, Map.of());
    }
}
