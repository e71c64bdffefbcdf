package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// States (Pending, Standby, Loading, Loaded, FailedToLoad) of the serving and of the wanted
/// revision.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelRevisionStates(
        @Nullable String activeModelState,
        @Nullable String targetModelState,
        @Rest Map<String, JsonNode> unknown) {

    public ModelRevisionStates {
        unknown = Copies.unknown(unknown);
    }
}
