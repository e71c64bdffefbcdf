package io.gantry.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.Stream;

/// The language model of the demo, as a client of the proxy sees it.
record ChatModel(URI proxy) {

    static final String NAME = "tiny-llm";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String DATA = "data: ";

    /// What came of a question.
    ///
    /// @param events that told of a part of the text
    /// @param tokens of the answer, by the model's count
    /// @param firstAfter from the question to the first part
    record Answer(String text, int events, int tokens, Duration firstAfter) {}

    /// What `POST /v1/models` takes.
    static String registration(Path directory) {
        return JSON.createObjectNode()
                .put("name", NAME)
                .put("modelFormat", "gguf")
                .put(
                        "storageUri",
                        directory.toUri().toString().replaceFirst("^file:/+", "file:///"))
                .put("minReplicas", 1)
                .put("maxReplicas", 1)
                .toString();
    }

    Answer ask(String question) {
        ObjectNode request =
                JSON.createObjectNode()
                        .put("model", NAME)
                        .put("temperature", 0)
                        .put("stream", true);
        request.putObject("stream_options").put("include_usage", true);
        request.putArray("messages").addObject().put("role", "user").put("content", question);
        HttpRequest post =
                HttpRequest.newBuilder(proxy.resolve("/v1/chat/completions"))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(request.toString()))
                        .build();
        Instant asked = Instant.now();
        try {
            HttpResponse<Stream<String>> response = HTTP.send(post, BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                return response.statusCode() == 200
                        ? read(lines.iterator(), asked)
                        : refused(response.statusCode(), lines);
            }
        } catch (IOException e) {
            throw CliException.unreachable(
                    "The proxy at %s does not answer: %s".formatted(proxy, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted while waiting for the model");
        }
    }

    private static Answer refused(int status, Stream<String> lines) {
        throw CliException.failed(
                "POST /v1/chat/completions answered %d: %s"
                        .formatted(status, String.join(" ", lines.toList())));
    }

    private static Answer read(Iterator<String> lines, Instant asked) throws IOException {
        StringBuilder text = new StringBuilder();
        int events = 0;
        int tokens = 0;
        Duration first = Duration.ZERO;
        while (lines.hasNext()) {
            String line = lines.next();
            if (!line.startsWith(DATA + "{")) {
                continue;
            }
            JsonNode event = JSON.readTree(line.substring(DATA.length()));
            String part = event.at("/choices/0/delta/content").asText("");
            if (!part.isEmpty()) {
                if (events++ == 0) {
                    first = Duration.between(asked, Instant.now());
                }
                text.append(part);
            }
            tokens = event.at("/usage/completion_tokens").asInt(tokens);
        }
        return new Answer(text.toString(), events, tokens, first);
    }
}
