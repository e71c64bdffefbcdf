package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Endpoint;
import io.gantry.events.Keys;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HedgeTest {

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
                "/serving/default/%s/v1/rerank"
            })
    void shouldTakeTheAnswerOfTheSecondWhenTheFirstTakesLong(String path) {
        AtomicInteger left = new AtomicInteger();
        try (Predictor slow = silent(left);
                Predictor fast = echoing()) {
            String model = hedged("20ms", slow, fast);

            for (int i = 0; i < 8; i++) {
                String body = "{\"number\": %d}".formatted(i);
                assertThat(world.post(path.formatted(model), body).body()).isEqualTo(body);
            }

            int asked = slow.requests().size();
            assertThat(asked).isPositive();
            await("the slow one to hear that nobody waits").until(() -> left.get() == asked);
            assertThat(hedges(model)).isPositive();
            assertThat(inFlight(model)).isZero();
        }
    }

    @Test
    void shouldTakeTheAnswerOfTheFirstWhenThatIsFaster() throws Exception {
        AtomicInteger left = new AtomicInteger();
        List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
        try (Predictor one = holding(held, left);
                Predictor other = holding(held, left)) {
            String model = hedged("20ms", one, other);
            CompletableFuture<HttpResponse<String>> answer =
                    world.sendAsync(world.posting("/v1/models/%s:predict".formatted(model), "{}"));
            await().until(() -> held.size() == 2);

            held.getFirst().response().end("the first");

            assertThat(answer.get().body()).isEqualTo("the first");
            await("the second to hear that nobody waits").until(() -> left.get() == 1);
            assertThat(inFlight(model)).isZero();
        }
    }

    @Test
    void shouldWaitForTheFirstWhenTheSecondFails() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Predictor one = failingAsSecond(asked);
                Predictor other = failingAsSecond(asked)) {
            String model = hedged("20ms", one, other);

            HttpResponse<String> answer =
                    world.post("/v1/models/%s:predict".formatted(model), "{}");

            assertThat(answer.body()).isEqualTo("the first");
            assertThat(asked).hasValue(2);
            assertThat(inFlight(model)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/serving/default/%s/v1/chat/completions",
                "/serving/default/%s/v1/responses"
            })
    void shouldNotPayTwiceForText(String path) {
        try (Predictor slow = late(100);
                Predictor slower = late(100)) {
            String model = hedged("20ms", slow, slower);

            assertThat(world.post(path.formatted(model), "{}").statusCode()).isEqualTo(200);

            assertThat(slow.requests().size() + slower.requests().size()).isEqualTo(1);
        }
    }

    @Test
    void shouldMakeNoMoreThanOneCopyForTenRequests() {
        try (Predictor slow = late(40);
                Predictor other = late(40)) {
            String model = hedged("10ms", slow, other);

            for (int i = 0; i < 60; i++) {
                world.post("/v1/models/%s:predict".formatted(model), "{}");
            }

            assertThat(hedges(model)).isBetween(10.0, 16.0);
        }
    }

    private String hedged(String after, Predictor... replicas) {
        String model = World.newName();
        world.publish(
                Events.appliedAs(
                        """
                        {"metadata": {"annotations": {"gantry.io/hedge-after": "%s"}}}
                        """
                                .formatted(after),
                        Keys.DEFAULT_NAMESPACE,
                        model,
                        Events.revision(model, 1, 100, "{}")),
                Events.ready(
                        Keys.DEFAULT_NAMESPACE,
                        model,
                        1,
                        Stream.of(replicas).map(Predictor::endpoint).toArray(Endpoint[]::new)));
        world.awaitReplicas(model, replicas.length);
        return model;
    }

    private double hedges(String model) {
        return metrics.find("gantry.proxy.hedges").tag("model", model).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double inFlight(String model) {
        return metrics.get("gantry.proxy.in.flight").tag("model", model).gauge().value();
    }

    private static Predictor silent(AtomicInteger left) {
        return Predictor.answering(
                request -> request.response().closeHandler(_ -> left.incrementAndGet()));
    }

    private static Predictor holding(List<HttpServerRequest> held, AtomicInteger left) {
        return Predictor.answering(request -> {
            held.add(request);
            request.response().closeHandler(_ -> left.incrementAndGet());
        });
    }

    private static Predictor failingAsSecond(AtomicInteger asked) {
        Predictor[] self = new Predictor[1];
        self[0] =
                Predictor.answering(request -> {
                    if (asked.incrementAndGet() == 1) {
                        self[0].vertx().setTimer(200, _ -> request.response().end("the first"));
                    } else {
                        request.response().setStatusCode(500).end("the second");
                    }
                });
        return self[0];
    }

    private static Predictor echoing() {
        return Predictor.answering(
                request -> request.body().onSuccess(body -> request.response().end(body)));
    }

    private static Predictor late(int millis) {
        Predictor[] self = new Predictor[1];
        self[0] =
                Predictor.answering(
                        request -> self[0].vertx().setTimer(millis, _ -> request.response().end()));
        return self[0];
    }
}
