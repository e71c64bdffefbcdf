package io.gantry.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/// Says which revisions of a model get how much of its traffic.
final class Shares {

    private Shares() {}

    /// @param answer a model as the registry shows it
    static void print(ModelName model, JsonNode answer, PrintWriter out) {
        String shares =
                answer.path("revisions")
                        .valueStream()
                        .map(each ->
                                "%s %d %%"
                                        .formatted(
                                                each.path("name").asText(),
                                                each.path("trafficPercent").asInt()))
                        .collect(Collectors.joining(", "));
        out.printf("%s/%s: %s%n", model.namespace(), model.name(), shares);
        out.flush();
    }
}
