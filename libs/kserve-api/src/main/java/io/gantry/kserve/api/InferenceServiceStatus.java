package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was observed of an InferenceService. `components` is by component name: predictor,
/// transformer, explainer.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InferenceServiceStatus(
        @Nullable List<Condition> conditions,
        @Nullable String url,
        @Nullable Address address,
        @Nullable Map<String, ComponentStatus> components,
        @Nullable ModelStatus modelStatus,
        @Nullable Long observedGeneration,
        @Rest Map<String, JsonNode> unknown) {

    public InferenceServiceStatus {
        conditions = Copies.list(conditions);
        components = Copies.map(components);
        unknown = Copies.unknown(unknown);
    }

    /// A status that says nothing yet.
    public static InferenceServiceStatus empty() {
        return new InferenceServiceStatus(null, null, null, null, null, null, Map.of());
    }
}
