package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many copies of the model there are, and how many of them failed.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCopies(
        @Nullable Integer failedCopies,
        @Nullable Integer totalCopies,
        @Rest Map<String, JsonNode> unknown) {

    public ModelCopies {
        unknown = Copies.unknown(unknown);
    }
}
