package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an InferenceService asks for.
///
/// `stable` is the section `default:` of the API before v1beta1, which manifests of A/B tests still
/// carry: its predictor is the stable one and `predictor` is the canary beside it.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InferenceServiceSpec(
        @Nullable Component predictor,
        @Nullable Component transformer,
        @Nullable Component explainer,
        @Nullable List<CanarySpec> canary,
        @JsonProperty("default") @Nullable EndpointSpec stable,
        @Rest Map<String, JsonNode> unknown) {

    public InferenceServiceSpec {
        canary = Copies.list(canary);
        unknown = Copies.unknown(unknown);
    }

    /// A spec with a predictor only.
    public static InferenceServiceSpec of(Component predictor) {
        return new InferenceServiceSpec(predictor, null, null, null, null, Map.of());
    }
}
