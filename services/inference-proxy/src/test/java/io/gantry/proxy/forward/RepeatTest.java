package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of requests whose replica dies with them, and of replicas that fail.
@QuarkusTest
@TestProfile(RepeatTest.LittleRoom.class)
class RepeatTest {

    @Inject MeterRegistry metrics;

    private World world;

    @BeforeEach
    void open() {
        world = new World();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/%s:predict",
                "/v2/models/%s/infer",
                "/serving/default/%s/v1/embeddings",
                "/serving/default/%s/v1/chat/completions"
            })
    void shouldAskAnotherReplicaWhenOneIsLostWithTheRequest(String path) {
        try (Predictor dying = dying();
                Predictor alive = echoing()) {
            String model = world.serve(dying, alive);

            for (int i = 0; i < 12; i++) {
                String body = "{\"number\": %d}".formatted(i);
                HttpResponse<String> answer = world.post(path.formatted(model), body);
                assertThat(answer.body()).isEqualTo(body);
            }

            assertThat(dying.requests()).isNotEmpty();
            assertThat(count("gantry.proxy.repeats", model)).isEqualTo(dying.requests().size());
        }
    }

    /// Clients send the body after the headers.
    @Test
    void shouldAskAnotherReplicaWhenOneIsLostBeforeTheRequestIsWhole() throws IOException {
        try (Predictor dying = Predictor.answering(request -> request.connection().close());
                Predictor alive = echoing()) {
            String model = world.serve(dying, alive);

            for (int i = 0; i < 12; i++) {
                int before = requests(dying, alive);
                try (RawClient client = new RawClient(world.proxy().getPort())) {
                    client.send(
                            "POST %s HTTP/1.1\r\nHost: proxy\r\nContent-Length: 4\r\n\r\n1"
                                    .formatted(predict(model)));
                    await().until(() -> requests(dying, alive) > before);
                    client.send("23");
                    client.send("4");

                    assertThat(client.head()).startsWith("HTTP/1.1 200");
                    assertThat(client.take(4)).asString().isEqualTo("1234");
                }
            }

            assertThat(dying.requests()).isNotEmpty();
        }
    }

    private static int requests(Predictor... replicas) {
        return Stream.of(replicas).mapToInt(each -> each.requests().size()).sum();
    }

    @Test
    void shouldAskAThirdWhenTwoAreLost() {
        try (Predictor one = dying();
                Predictor other = dying();
                Predictor alive = echoing()) {
            String model = world.serve(one, other, alive);

            for (int i = 0; i < 12; i++) {
                assertThat(world.post(predict(model), "{}").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldWaitForTheReplicaThatIsFullWhenTheOtherWasLost() {
        AtomicInteger asked = new AtomicInteger();
        try (Predictor dying = dying();
                Predictor full =
                        Predictor.answering(request -> {
                            int status = asked.incrementAndGet() % 2 == 0 ? 200 : 503;
                            request.response().setStatusCode(status).end();
                        })) {
            String model = world.serve(dying, full);

            assertThat(world.post(predict(model), "{}").statusCode()).isEqualTo(200);

            assertThat(dying.requests()).isNotEmpty();
        }
    }

    @Test
    void shouldNotRepeatWhatKeepsSomethingOfTheRequest() {
        try (Predictor dying = dying()) {
            String model = world.serve(dying);

            HttpResponse<String> answer =
                    world.post("/v1/responses", "{\"model\": \"%s\"}".formatted(model));

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("whether it did the work is not known");
            assertThat(dying.requests()).hasSize(1);
        }
    }

    @Test
    void shouldNotGiveARequestThatKillsToAllReplicas() {
        List<Predictor> replicas = IntStream.range(0, 4).mapToObj(_ -> dying()).toList();
        try {
            String model = world.serve(replicas.toArray(Predictor[]::new));

            assertThat(world.post(predict(model), "{}").statusCode()).isEqualTo(502);

            assertThat(replicas.stream().mapToInt(each -> each.requests().size()).sum())
                    .isEqualTo(3);
        } finally {
            replicas.forEach(Predictor::close);
        }
    }

    @Test
    void shouldNotRepeatWhatItHadNoRoomToKeep() {
        try (Predictor dying = dying()) {
            String model = world.serve(dying);

            HttpResponse<String> answer =
                    world.post(predict(model), "{\"x\": \"%s\"}".formatted("x".repeat(2_000)));

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(dying.requests()).hasSize(1);
        }
    }

    @Test
    void shouldPassOverAReplicaThatAnswersThatItCannotTimeAndAgain() {
        try (Predictor failing =
                        Predictor.answering(
                                request -> request.response().setStatusCode(503).end());
                Predictor alive = echoing()) {
            String model = world.serve(failing, alive);

            List<Integer> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                answers.add(world.post(predict(model), "{}").statusCode());
            }

            assertThat(failing.requests()).hasSize(5);
            assertThat(answers).containsOnly(200);
            assertThat(count("gantry.proxy.ejections", model)).isEqualTo(1);
        }
    }

    @Test
    void shouldPassOnThatNoReplicaCan() {
        try (Predictor one = busy("one");
                Predictor other = busy("other")) {
            String model = world.serve(one, other);

            HttpResponse<String> answer = world.post(predict(model), "{}");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).contains("7");
            assertThat(answer.body()).isIn("one", "other");
            assertThat(one.requests()).hasSize(1);
            assertThat(other.requests()).hasSize(1);
        }
    }

    private static Predictor busy(String name) {
        return Predictor.answering(request ->
                request.response().setStatusCode(503).putHeader("Retry-After", "7").end(name));
    }

    @Test
    void shouldStillAskTheOnlyReplicaThatFails() {
        try (Predictor failing =
                Predictor.answering(request -> request.response().setStatusCode(503).end())) {
            String model = world.serve(failing);

            for (int i = 0; i < 8; i++) {
                assertThat(world.post(predict(model), "{}").statusCode()).isEqualTo(503);
            }

            assertThat(failing.requests()).hasSize(8);
        }
    }

    private double count(String metric, String model) {
        return metrics.get(metric).tag("model", model).counter().count();
    }

    private static Predictor dying() {
        return Predictor.answering(
                request -> request.body().onSuccess(_ -> request.connection().close()));
    }

    private static Predictor echoing() {
        return Predictor.answering(
                request -> request.body().onSuccess(body -> request.response().end(body)));
    }

    private static String predict(String model) {
        return "/v1/models/" + model + ":predict";
    }

    public static final class LittleRoom implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gantry.proxy.forward.max-kept-bodies", "1K");
        }
    }
}
