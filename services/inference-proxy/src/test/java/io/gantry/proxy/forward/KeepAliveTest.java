package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.Keys;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that want to hear while they wait.
@QuarkusTest
@Timeout(120)
class KeepAliveTest {

    private World world;

    @BeforeEach
    void open() {
        world = new World();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void shouldSendCommentsUntilTheStreamBegins() throws Exception {
        String model = world.sleeping();
        HttpResponse<InputStream> answer = ask(model);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        try (BufferedReader lines = lines(answer);
                Predictor predictor =
                        Predictor.answering(request ->
                                request.response()
                                        .putHeader("Content-Type", "text/event-stream")
                                        .end("data: hello\n\n"))) {
            assertThat(lines.readLine()).isEqualTo(": waiting");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo(": waiting");

            world.publish(Events.ready(Keys.DEFAULT_NAMESPACE, model, 1, predictor.endpoint()));

            assertThat(rest(lines)).endsWith("data: hello\n");
        }
    }

    @Test
    void shouldTellByAnEventWhatGoesWrongAfterTheFirstComment() throws Exception {
        String model = world.sleeping();
        try (BufferedReader lines = lines(ask(model))) {
            assertThat(lines.readLine()).isEqualTo(": waiting");

            world.publish(
                    Events.failed(
                            Keys.DEFAULT_NAMESPACE,
                            model,
                            1,
                            Failure.of(
                                    FailureReason.OUT_OF_MEMORY,
                                    "It was killed",
                                    "Give it more.")));

            assertThat(rest(lines))
                    .contains("data: {\"error\":{\"message\":")
                    .contains("It was killed", "\"code\":\"model_failed\"");
        }
    }

    @Test
    void shouldTellByAnEventThatTheAnswerIsNoStream() throws Exception {
        String model = world.sleeping();
        try (BufferedReader lines = lines(ask(model));
                Predictor predictor =
                        Predictor.answering(request ->
                                request.response().setStatusCode(400).end("{\"a\": 1}"))) {
            assertThat(lines.readLine()).isEqualTo(": waiting");

            world.publish(Events.ready(Keys.DEFAULT_NAMESPACE, model, 1, predictor.endpoint()));

            assertThat(rest(lines))
                    .contains("answered with status 400 and no stream of events")
                    .doesNotContain("\"a\"");
        }
    }

    @Test
    void shouldAnswerAsEverWhereTheAnswerComesInTime() {
        try (Predictor predictor =
                Predictor.answering(
                        request -> request.response().setStatusCode(400).end("{\"a\": 1}"))) {
            String model = world.serve(predictor);

            HttpResponse<String> answer = world.send(asking(model, "3600"));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).isEqualTo("{\"a\": 1}");
        }
    }

    @Test
    void shouldPassOverWhatIsNoNumberOfSeconds() {
        try (Predictor predictor = Predictor.named("p")) {
            String model = world.serve(predictor);

            assertThat(world.send(asking(model, "soon")).body()).isEqualTo("p");
        }
    }

    private HttpResponse<InputStream> ask(String model) throws Exception {
        return world.http()
                .send(
                        asking(model, "1").timeout(Duration.ofSeconds(20)).build(),
                        BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder asking(String model, String seconds) {
        return world.posting(
                        "/v1/chat/completions",
                        "{\"model\": \"%s\", \"stream\": true}".formatted(model))
                .header("X-Gantry-Keep-Alive", seconds);
    }

    private static BufferedReader lines(HttpResponse<InputStream> answer) {
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static String rest(BufferedReader lines) {
        return lines.lines().collect(Collectors.joining("\n"));
    }
}
