package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/// What a manifest says to the server, in whichever way.
final class ServerArguments {
    private static final String ADDITIONAL = "VLLM_ADDITIONAL_ARGS";

    private ServerArguments() {}

    static boolean mentions(JsonNode main, String flag) {
        Stream<JsonNode> variables =
                main.path("env")
                        .valueStream()
                        .filter(variable -> variable.path("name").asText().equals(ADDITIONAL))
                        .map(variable -> variable.path("value"));
        return Stream.of(
                        main.path("command").valueStream(),
                        main.path("args").valueStream(),
                        variables)
                .flatMap(words -> words)
                .anyMatch(word -> word.asText().contains(flag));
    }
}
