package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A predictor variant beside the stable one, and its share of the traffic in percent.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanarySpec(
        @Nullable Component predictor,
        @Nullable Integer trafficPercent,
        @Rest Map<String, JsonNode> unknown) {

    public CanarySpec {
        unknown = Copies.unknown(unknown);
    }
}
