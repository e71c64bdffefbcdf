package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far the model has come: `transitionStatus` is UpToDate, InProgress, BlockedByFailedLoad or
/// InvalidSpec.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelStatus(
        @Nullable String transitionStatus,
        @Nullable ModelRevisionStates states,
        @Nullable FailureInfo lastFailureInfo,
        @Nullable ModelCopies copies,
        @Rest Map<String, JsonNode> unknown) {

    public ModelStatus {
        unknown = Copies.unknown(unknown);
    }
}
