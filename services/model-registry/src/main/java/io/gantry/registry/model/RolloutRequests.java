package io.gantry.registry.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the bodies of rollbacks and promotions, which may be left out.
final class RolloutRequests {

    private static final String REVISION = "revision";
    private static final String PERCENT = "trafficPercent";
    private static final int EVERYTHING = 100;

    private RolloutRequests() {}

    /// The name of the revision to go back to; empty for the one before.
    static Optional<String> rollback(@Nullable String body) {
        return Optional.ofNullable(read(body, Map.of(REVISION, FieldShape.TEXT)).get(REVISION))
                .map(JsonNode::asText);
    }

    /// The share of the traffic that a canary is to have.
    static int promotion(@Nullable String body) {
        JsonNode given = read(body, Map.of(PERCENT, FieldShape.WHOLE_NUMBER)).get(PERCENT);
        int percent = given == null ? EVERYTHING : given.asInt();
        if (percent < 0 || percent > EVERYTHING) {
            throw ModelProblems.wrongRollout(
                    List.of(
                            new FieldError(
                                    PERCENT,
                                    "must be a percentage from 0 to 100, found " + percent)));
        }
        return percent;
    }

    private static ObjectNode read(@Nullable String body, Map<String, FieldShape> fields) {
        if (body == null || body.isBlank()) {
            return KServeJson.mapper().createObjectNode();
        }
        if (!(tree(body) instanceof ObjectNode given)) {
            throw ModelProblems.broken(
                    new ModelReading.Broken(
                            1, 1, "a JSON object is expected, found something else"));
        }
        given.properties().removeIf(field -> field.getValue().isNull());
        List<FieldError> errors = new ArrayList<>();
        FieldShape.check(given, fields, errors);
        if (!errors.isEmpty()) {
            throw ModelProblems.wrongRollout(errors);
        }
        return given;
    }

    private static JsonNode tree(String body) {
        try {
            return KServeJson.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw ModelProblems.broken(ModelReading.Broken.of(e));
        }
    }
}
