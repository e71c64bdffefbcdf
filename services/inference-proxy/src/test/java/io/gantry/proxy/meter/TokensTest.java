package io.gantry.proxy.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is metered of language models.
@QuarkusTest
class TokensTest {

    private static final String WORD =
            "data: {\"choices\":[{\"delta\":{\"content\":\"word\"}}]}\n\n";
    private static final Duration PAUSE = Duration.ofMillis(50);

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

    @Test
    void shouldCountWhatTheServerSaysThatItTook() {
        try (Predictor predictor =
                Predictor.answering(request ->
                        request.response()
                                .end(
                                        "{\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":34}}"))) {
            String model = world.serve(predictor);

            chat(model);
            chat(model);

            awaitTokens(model, "prompt", 24);
            awaitTokens(model, "completion", 68);
        }
    }

    /// The first after a pause, and another one after the next.
    @Test
    void shouldTimeTheTokensOfAStream() {
        try (Predictor predictor = slow()) {
            String model = world.serve(predictor);

            chat(model);

            awaitTokens(model, "completion", 2);
            assertThat(timed(model, "gantry.proxy.first.token")).isGreaterThanOrEqualTo(PAUSE);
            assertThat(timed(model, "gantry.proxy.token.interval")).isGreaterThanOrEqualTo(PAUSE);
        }
    }

    @Test
    void shouldCountNothingOfErrorsNorOfOtherProtocols() {
        try (Predictor predictor =
                Predictor.answering(request ->
                        request.response()
                                .setStatusCode(request.uri().contains("chat") ? 500 : 200)
                                .end("{\"usage\":{\"prompt_tokens\":12}}"))) {
            String model = world.serve(predictor);

            chat(model);
            world.post("/v1/models/%s:predict".formatted(model), "{}");

            assertThat(metrics.find("gantry.proxy.tokens").tag("model", model).meters()).isEmpty();
        }
    }

    @Test
    void shouldCountWhatCameOfAStreamThatBrokeOff() {
        try (Predictor predictor =
                Predictor.answering(request ->
                        stream(request)
                                .response()
                                .write(WORD)
                                .onComplete(_ -> request.connection().close()))) {
            String model = world.serve(predictor);

            chat(model);

            awaitTokens(model, "completion", 1);
        }
    }

    private static Predictor slow() {
        Predictor[] self = new Predictor[1];
        self[0] =
                Predictor.answering(request ->
                        later(
                                self[0],
                                () -> {
                                    stream(request).response().write(WORD);
                                    later(
                                            self[0],
                                            () ->
                                                    request.response()
                                                            .end(WORD + "data: [DONE]\n\n"));
                                }));
        return self[0];
    }

    /// Timers may be early by a little.
    private static void later(Predictor predictor, Runnable what) {
        predictor.vertx().setTimer(PAUSE.toMillis() + 5, _ -> what.run());
    }

    private static HttpServerRequest stream(HttpServerRequest request) {
        request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
        return request;
    }

    private void chat(String model) {
        world.post("/v1/chat/completions", "{\"model\": \"%s\"}".formatted(model));
    }

    /// The answer may be here before it is counted.
    private void awaitTokens(String model, String kind, int count) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(tokens(model, kind)).isEqualTo(count));
    }

    private double tokens(String model, String kind) {
        return metrics
                .find("gantry.proxy.tokens")
                .tag("model", model)
                .tag("kind", kind)
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private Duration timed(String model, String name) {
        Timer timer = metrics.get(name).tag("model", model).timer();
        assertThat(timer.count()).isEqualTo(1);
        return Duration.ofNanos((long) timer.totalTime(TimeUnit.NANOSECONDS));
    }
}
