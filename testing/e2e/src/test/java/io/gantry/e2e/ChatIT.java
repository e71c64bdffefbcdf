package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.cli.suite.Installation;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A language model behind the proxy, with OpenAI's API.
@ExtendWith(SuiteExtension.class)
class ChatIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NAME = "chat-tiny";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void shouldChatAndStreamAndStopWhenItsClientLeaves(RunningSuite suite) throws Exception {
        register(suite);

        answers(suite);
        streams(suite);
        stopsWhenItsClientLeaves(suite);

        suite.registry("DELETE", "/v1/models/default/" + NAME, "");
    }

    private static void register(RunningSuite suite) {
        Api.Answer created =
                suite.registry(
                        "POST",
                        "/v1/models",
                        """
                        {"name": "%s", "modelFormat": "gguf", "storageUri": "file://%s", "minReplicas": 1, "maxReplicas": 1}
                        """
                                .formatted(NAME, Installation.current().languageModel()));
        assertThat(created.status()).isEqualTo(201);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> send(suite, chat("\"max_tokens\": 1")).statusCode() == 200);
    }

    private static void answers(RunningSuite suite) throws Exception {
        JsonNode answer =
                new ObjectMapper().readTree(text(send(suite, chat("\"temperature\": 0")).body()));

        assertThat(answer.at("/choices/0/message/content").asText()).contains("Paris");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isPositive();
    }

    private static void streams(RunningSuite suite) throws Exception {
        HttpResponse<InputStream> response =
                send(suite, chat("\"temperature\": 0, \"stream\": true"));

        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
        List<String> events =
                text(response.body()).lines().filter(line -> !line.isEmpty()).toList();
        assertThat(events).hasSizeGreaterThan(5).allMatch(event -> event.startsWith("data: "));
        assertThat(events.getLast()).isEqualTo("data: [DONE]");
    }

    /// It goes on until its context is full, for some seconds, if nobody stops it.
    private static void stopsWhenItsClientLeaves(RunningSuite suite) throws Exception {
        try (InputStream events =
                send(suite, chat("\"stream\": true, \"ignore_eos\": true")).body()) {
            assertThat(new String(events.readNBytes(1000), StandardCharsets.UTF_8))
                    .contains("chat.completion.chunk");
        }

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(metrics(suite))
                                .anyMatch(line ->
                                        line.startsWith("vllm:request_success_total")
                                                && line.contains("finished_reason=\"abort\"")
                                                && line.endsWith(" 1.0")));
    }

    /// Of the model's only replica.
    private static List<String> metrics(RunningSuite suite) throws Exception {
        URI uri = suite.api().proxy().resolve("/serving/default/" + NAME + "/metrics");
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body()
                .lines()
                .toList();
    }

    private static String chat(String fields) {
        return """
        {"model": "%s", "messages": [{"role": "user", "content": "What is the capital of France?"}], %s}\
        """
                .formatted(NAME, fields);
    }

    private static HttpResponse<InputStream> send(RunningSuite suite, String chat)
            throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(suite.api().proxy().resolve("/v1/chat/completions"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(chat))
                        .build(),
                BodyHandlers.ofInputStream());
    }

    private static String text(InputStream body) throws Exception {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
