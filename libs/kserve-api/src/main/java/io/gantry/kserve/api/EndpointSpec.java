package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One endpoint of the API before v1beta1: a predictor with its optional transformer and explainer.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndpointSpec(
        @Nullable Component predictor,
        @Nullable Component transformer,
        @Nullable Component explainer,
        @Rest Map<String, JsonNode> unknown) {

    public EndpointSpec {
        unknown = Copies.unknown(unknown);
    }
}
