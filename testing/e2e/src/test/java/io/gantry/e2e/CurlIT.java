package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.cli.suite.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What people type to try a language model.
@ExtendWith(SuiteExtension.class)
class CurlIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NAME = "curl-tiny";

    /// curl's exit code for an answer of 400 or more.
    private static final int REFUSED = 22;

    @Test
    void shouldAnswerCurl(RunningSuite suite) throws Exception {
        Clients.assumeInstalled("curl");
        Api.Answer created =
                suite.registry(
                        "POST",
                        "/v1/models",
                        """
                        {"name": "%s", "modelFormat": "gguf", "storageUri": "file://%s", "minReplicas": 1, "maxReplicas": 1}
                        """
                                .formatted(NAME, Installation.current().languageModel()));
        assertThat(created.status()).isEqualTo(201);
        await("an answer")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> chat(suite, NAME, false).exitCode() == 0);

        String answer = chat(suite, NAME, false).out();
        assertThat(new ObjectMapper().readTree(answer).at("/choices/0/message/content").asText())
                .contains("Paris");

        List<String> events =
                chat(suite, NAME, true).out().lines().filter(line -> !line.isEmpty()).toList();
        assertThat(events).hasSizeGreaterThan(5).allMatch(event -> event.startsWith("data: "));
        assertThat(events.getLast()).isEqualTo("data: [DONE]");

        Cli.Outcome refused = chat(suite, "nobody-has-this", false);
        assertThat(refused.exitCode()).isEqualTo(REFUSED);
        assertThat(new ObjectMapper().readTree(refused.out()).at("/error/code").asText())
                .isEqualTo("model_not_found");

        suite.registry("DELETE", "/v1/models/default/" + NAME, "");
    }

    private static Cli.Outcome chat(RunningSuite suite, String model, boolean stream)
            throws InterruptedException {
        List<String> words =
                new ArrayList<>(
                        List.of("curl", "--no-progress-meter", "--no-buffer", "--fail-with-body"));
        words.add(suite.api().proxy().resolve("/v1/chat/completions").toString());
        words.add("--json");
        words.add(
                """
                {"model": "%s", "temperature": 0, "stream": %s,
                 "messages": [{"role": "user", "content": "What is the capital of France?"}]}\
                """
                        .formatted(model, stream));
        return Clients.run(words);
    }
}
