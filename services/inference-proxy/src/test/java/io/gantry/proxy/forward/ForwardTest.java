package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Keys;
import io.gantry.events.TrafficSampled;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ForwardTest.ShortQueue.class)
class ForwardTest {

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
    void shouldHoldARequestForASleepingModelAndAskForItAtOnce() {
        try (Predictor predictor = Predictor.named("woken")) {
            // Given
            String model = world.sleeping();

            // When
            var answer = world.sendAsync(world.posting(predict(model), "{}"));
            await().until(() -> !world.traffic(model).isEmpty());
            TrafficSampled asked = world.traffic(model).getFirst();
            world.publish(Events.ready(Keys.DEFAULT_NAMESPACE, model, 1, predictor.endpoint()));

            // Then
            assertThat(asked.queued()).isEqualTo(1);
            assertThat(answer.join().body()).isEqualTo("woken");
        }
    }

    @Test
    void shouldRefuseWhenAsManyWaitAsMay() {
        // Given
        String model = world.sleeping();
        var waiting =
                IntStream.range(0, 2)
                        .mapToObj(_ -> world.sendAsync(world.posting(predict(model), "{}")))
                        .toList();
        await().until(() -> queued(model) == 2);

        // When
        HttpResponse<String> refused = world.post(predict(model), "{}");

        // Then
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("5");
        assertThat(refused.body()).contains("2 wait already");
        world.publish(Events.deleted(Keys.DEFAULT_NAMESPACE, model));
        assertThat(waiting).allMatch(answer -> answer.join().statusCode() == 404);
    }

    @Test
    void shouldGiveUpWaitingWhenThePredictorsTimeoutIsOver() {
        String model = world.sleepingWith("{\"timeout\":1}");

        HttpResponse<String> answer = world.post(predict(model), "{}");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("within 1.0 s");
    }

    @Test
    void shouldGiveUpOnAReplicaThatDoesNotAnswerInTime() {
        AtomicBoolean cancelled = new AtomicBoolean();
        try (Predictor silent =
                Predictor.answering(
                        request -> request.connection().closeHandler(_ -> cancelled.set(true)))) {
            String model = world.serveWith("{\"timeout\":1}", silent);

            assertThat(world.post(predict(model), "{}").statusCode()).isEqualTo(504);
            await().untilTrue(cancelled);
        }
    }

    @Test
    void shouldFreeThePlaceOfAClientThatLeft() {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        AtomicBoolean cancelled = new AtomicBoolean();
        try (Predictor single =
                Predictor.answering(request -> {
                    if (held.isEmpty()) {
                        request.connection().closeHandler(_ -> cancelled.set(true));
                        held.add(request);
                    } else {
                        request.response().end("second");
                    }
                })) {
            // Given
            String model = world.serveWith("{\"containerConcurrency\":1}", single);
            var first = world.sendAsync(world.posting(predict(model), "{}"));
            await().until(() -> held.size() == 1);
            var second = world.sendAsync(world.posting(predict(model), "{}"));
            await().until(() -> queued(model) == 1);
            assertThat(single.requests()).hasSize(1);

            // When
            first.cancel(true);

            // Then
            assertThat(second.join().body()).isEqualTo("second");
            await().untilTrue(cancelled);
        }
    }

    @Test
    void shouldNeverGiveAReplicaMoreThanItTakesAtOnce() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Predictor predictor =
                Predictor.answering(request -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    request.body()
                            .onSuccess(_ -> {
                                inside.decrementAndGet();
                                request.response().end("ok");
                            });
                })) {
            String model = world.serveWith("{\"containerConcurrency\":2}", predictor);
            for (int round = 0; round < 20; round++) {
                var answers =
                        IntStream.range(0, 4)
                                .mapToObj(_ -> world.sendAsync(world.posting(predict(model), "{}")))
                                .toList();
                assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
            }
            assertThat(most.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldAskAnotherReplicaWhenOneCannotBeReached() {
        Predictor gone = Predictor.named("gone");
        try (Predictor there = Predictor.named("there")) {
            String model = world.serve(gone, there);
            gone.close();
            for (int i = 0; i < 10; i++) {
                assertThat(world.post(predict(model), "{}").body()).isEqualTo("there");
            }
        }
    }

    @Test
    void shouldBreakOffVisiblyWhenTheReplicaDiesInItsAnswer() {
        try (Predictor dying =
                Predictor.answering(request -> {
                    request.response().setChunked(true).write("half");
                    request.connection().close();
                })) {
            String model = world.serve(dying);

            assertThatThrownBy(() -> world.post(predict(model), "{}"))
                    .hasCauseInstanceOf(IOException.class);
            await().until(() ->
                    world.traffic(model).stream().mapToLong(TrafficSampled::serverErrors).sum()
                            == 1);
        }
    }

    @Test
    void shouldPassEachEventBeforeTheNextIsSent() throws Exception {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        try (Predictor predictor =
                Predictor.answering(request -> {
                    request.response().putHeader("Content-Type", "text/event-stream");
                    request.response().setChunked(true).write("data: one\n\n");
                    held.add(request);
                })) {
            String model = world.serve(predictor);
            var answer =
                    world.http()
                            .send(
                                    world.posting(
                                                    "/v1/chat/completions",
                                                    "{\"model\":\"%s\",\"stream\":true}"
                                                            .formatted(model))
                                            .build(),
                                    BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("data: one");
                held.remove().response().end("data: two\n\n");
                assertThat(lines.lines()).containsExactly("", "data: two", "");
            }
        }
    }

    @Test
    void shouldPassHeadersThatAreNotOnlyBetweenNeighbours() {
        Queue<HttpServerRequest> seen = new ConcurrentLinkedQueue<>();
        try (Predictor predictor =
                Predictor.answering(request -> {
                    seen.add(request);
                    request.response()
                            .putHeader("Keep-Alive", "timeout=5")
                            .putHeader("x-of-predictor", "yes")
                            .end();
                })) {
            String model = world.serve(predictor);
            String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

            HttpResponse<String> answer =
                    world.send(
                            world.posting(predict(model), "{}")
                                    .header("traceparent", trace)
                                    .header("x-request-id", "mine")
                                    .header("Proxy-Authorization", "secret")
                                    .header("TE", "trailers"));

            HttpServerRequest request = seen.remove();
            assertThat(request.getHeader("traceparent")).isEqualTo(trace);
            assertThat(request.getHeader("x-request-id")).isEqualTo("mine");
            assertThat(request.headers().names())
                    .noneMatch(name -> name.equalsIgnoreCase("Proxy-Authorization"))
                    .noneMatch(name -> name.equalsIgnoreCase("TE"));
            assertThat(answer.headers().firstValue("x-request-id")).contains("mine");
            assertThat(answer.headers().firstValue("x-of-predictor")).contains("yes");
            assertThat(answer.headers().firstValue("keep-alive")).isEmpty();
        }
    }

    @Test
    void shouldFindAModelThatIsNamedLateInALargeBody() {
        try (Predictor predictor =
                Predictor.answering(request ->
                        request.body()
                                .onSuccess(body ->
                                        request.response().end(Integer.toString(body.length()))))) {
            String model = world.serve(predictor);
            String body =
                    "{\"input\":\"%s\",\"model\":\"%s\"}".formatted("x".repeat(3_000_000), model);

            assertThat(world.post("/v1/embeddings", body).body())
                    .isEqualTo(Integer.toString(body.length()));
        }
    }

    @Test
    void shouldSayInEachProtocolsWordsThatAModelIsUnknown() {
        assertThat(world.post("/v1/models/no:predict", "{}").body()).startsWith("{\"error\":\"");
        assertThat(world.post("/v2/models/no/infer", "{}").body()).startsWith("{\"error\":\"");
        HttpResponse<String> openAi = world.post("/v1/embeddings", "{\"model\":\"no\"}");
        assertThat(openAi.statusCode()).isEqualTo(404);
        assertThat(openAi.body()).contains("\"code\":\"model_not_found\"", "\"param\":\"model\"");
    }

    private int queued(String model) {
        return world.traffic(model).stream()
                .reduce((_, last) -> last)
                .map(TrafficSampled::queued)
                .orElse(0);
    }

    private static String predict(String model) {
        return "/v1/models/" + model + ":predict";
    }

    public static final class ShortQueue implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gantry.proxy.admit.max-queued-per-revision", "2",
                    "gantry.proxy.meter.interval", "100ms");
        }
    }
}
