package io.gantry.monitor.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Reads what Prometheus answers to `GET /api/v1/query`
/// (https://prometheus.io/docs/prometheus/latest/querying/api/): a scalar, or a vector of one
/// element. A vector of none is nothing, not zero.
final class QueryResult {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Of a reason, which is told with a decision.
    private static final int LONGEST = 200;

    private QueryResult() {}

    static Answer read(String body) {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return new Answer.None("is not answered with JSON");
        }
        if (!answer.path("status").asText().equals("success")) {
            return new Answer.None(
                    "is refused by the server: "
                            + shortened(answer.path("error").asText("no reason given")));
        }
        JsonNode result = answer.at("/data/result");
        return switch (answer.at("/data/resultType").asText()) {
            case "scalar" -> number(result.path(1));
            case "vector" ->
                    result.size() == 1
                            ? number(result.path(0).path("value").path(1))
                            : new Answer.None(
                                    result.isEmpty()
                                            ? "has no result"
                                            : "has %d results, and one is needed: sum them up"
                                                    .formatted(result.size()));
            default -> new Answer.None("has no number for a result");
        };
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "…";
    }

    private static Answer number(JsonNode text) {
        try {
            double number = Double.parseDouble(text.asText());
            return Double.isFinite(number)
                    ? new Answer.Value(number)
                    : new Answer.None("is " + text.asText());
        } catch (NumberFormatException e) {
            return new Answer.None("has no number for a result");
        }
    }
}
