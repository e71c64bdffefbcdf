package io.gantry.graph;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// One step of a node.
///
/// @param name as written; empty when it has none
/// @param takesResponse whether it gets the answer of the step before it (`data: $response`) and
///   not what the node got
/// @param mapsPredictions whether `predictions` of what it gets is renamed to `instances`
/// @param condition null when it has none
/// @param hard whether the node ends with its answer when that is an error
/// @param weight its share among the steps of a splitter
public record Step(
        String name,
        Target target,
        boolean takesResponse,
        boolean mapsPredictions,
        @Nullable Condition condition,
        boolean hard,
        int weight) {

    /// What KServe's router compares `data` with; anything else means the request.
    public static final String RESPONSE = "$response";

    static Step of(JsonNode step) {
        String condition = step.path("condition").asText();
        return new Step(
                step.path("name").asText(),
                Target.of(step),
                step.path("data").asText().equals(RESPONSE),
                step.path("mapPredictionsToInstances").asBoolean(),
                condition.isEmpty() ? null : Condition.of(condition),
                step.path("dependency").asText().equals("Hard"),
                (int) Math.max(0, Math.min(step.path("weight").asLong(), Short.MAX_VALUE)));
    }

    /// What it is called where people read it.
    public String title() {
        return name.isEmpty() ? target.toString() : name;
    }
}
