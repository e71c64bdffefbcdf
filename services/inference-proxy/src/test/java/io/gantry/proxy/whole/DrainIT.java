package io.gantry.proxy.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients and load balancers see between SIGTERM and the end.
@QuarkusTest
class DrainIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// More than all buffers between the predictor and the client take.
    private static final int LARGE = 16 * 1024 * 1024;

    /// What a connection's buffers take at most, so that the proxy has the rest still to write.
    private static final int BUFFERED = 5 * 1024 * 1024;

    private static final int STEP = 16 * 1024;

    @TempDir Path directory;
    private World world;
    private final LinkedBlockingQueue<HttpServerRequest> held = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() {
        world = new World();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void shouldSayThatItIsNotReadyAndStillAnswerWhileSomethingIsUnderWay() throws Exception {
        try (Predictor holding = Predictor.answering(held::add);
                Predictor other = Predictor.named("other");
                ProxyProcess proxy = ProxyProcess.start(kafka(), directory)) {
            // Given
            String quick = world.serve(other);
            proxy.awaitRoute(quick);
            CompletableFuture<HttpResponse<String>> answer = proxy.ask(world.serve(holding));
            HttpServerRequest request = held.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(request).isNotNull();
            try (RawClient kept = new RawClient(proxy.port())) {
                kept.send("GET /v2/health/ready HTTP/1.1\r\nHost: proxy\r\n\r\n");
                assertThat(kept.head()).startsWith("HTTP/1.1 200 ");
                kept.take("{\"ready\":true}".length());

                // When
                proxy.terminate();
                await().atMost(PATIENCE).until(() -> proxy.health() == 503);

                // Then
                assertThat(proxy.status("/v2/health/ready")).isEqualTo(503);
                kept.post("/v1/models/%s:predict".formatted(quick), "{}");
                assertThat(kept.head())
                        .startsWith("HTTP/1.1 200 ")
                        .containsIgnoringCase("connection: close");
                assertThat(kept.take(LARGE)).asString().isEqualTo("other");
            }
            request.response().end("done");
            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("done");
            proxy.end();
        }
    }

    @Test
    void shouldTakeRequestsForTheDelayWithNothingElseToDo() throws Exception {
        try (Predictor predictor = Predictor.named("there");
                ProxyProcess proxy =
                        ProxyProcess.start(kafka(), directory, "gantry.proxy.drain.delay=3s")) {
            // Given
            String model = world.serve(predictor);
            proxy.awaitRoute(model);
            long asked = System.nanoTime();

            // When
            proxy.terminate();
            await().atMost(PATIENCE).until(() -> proxy.health() == 503);

            // Then
            assertThat(proxy.ask(model).get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body())
                    .isEqualTo("there");
            proxy.end();
            assertThat(Duration.ofNanos(System.nanoTime() - asked))
                    .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));
        }
    }

    @Test
    void shouldTellThoseWhoseTimeIsOver() throws Exception {
        try (Predictor holding = Predictor.answering(held::add);
                ProxyProcess proxy =
                        ProxyProcess.start(kafka(), directory, "gantry.proxy.drain.timeout=1s")) {
            // Given
            CompletableFuture<HttpResponse<String>> working = proxy.ask(world.serve(holding));
            String asleep = world.sleeping();
            CompletableFuture<HttpResponse<String>> waiting = proxy.ask(asleep);
            await().atMost(PATIENCE)
                    .until(() ->
                            !held.isEmpty()
                                    && world.traffic(asleep).stream()
                                            .anyMatch(sample -> sample.queued() > 0));

            // When
            proxy.terminate();

            // Then
            for (CompletableFuture<HttpResponse<String>> answer : List.of(working, waiting)) {
                HttpResponse<String> refused = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).contains("1");
                assertThat(refused.body())
                        .contains("shutting down")
                        .contains("gantry.proxy.drain.timeout");
            }
            assertThat(proxy.end()).isLessThan(Duration.ofSeconds(2));
            assertThat(proxy.log()).contains("count=2");
        }
    }

    @Test
    void shouldEndAStreamOfEventsWithAnEventThatSaysWhy() throws Exception {
        try (Predictor streaming =
                        Predictor.answering(request ->
                                request.response()
                                        .putHeader("Content-Type", "text/event-stream")
                                        .setChunked(true)
                                        .write("data: one\n\n"));
                ProxyProcess proxy =
                        ProxyProcess.start(kafka(), directory, "gantry.proxy.drain.timeout=1s")) {
            // Given
            String model = world.serve(streaming);
            proxy.awaitRoute(model);
            try (RawClient client = new RawClient(proxy.port())) {
                client.post("/v1/chat/completions", "{\"model\":\"%s\"}".formatted(model));
                assertThat(client.head()).startsWith("HTTP/1.1 200 ");

                // When
                proxy.terminate();

                // Then
                assertThat(client.take(LARGE))
                        .asString()
                        .contains("data: one", "data: {\"error\"", "shutting_down")
                        .endsWith("0\r\n\r\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldWriteAnAnswerToItsEndForAClientThatIsSlow(boolean chunked) throws Exception {
        try (Predictor predictor =
                        Predictor.answering(request ->
                                request.response()
                                        .setChunked(chunked)
                                        .end(Buffer.buffer(new byte[LARGE])));
                ProxyProcess proxy = ProxyProcess.start(kafka(), directory)) {
            String model = world.serve(predictor);
            proxy.awaitRoute(model);
            try (RawClient client = new RawClient(proxy.port())) {
                // Given: the proxy has the whole answer and cannot get rid of its end
                client.post("/v1/models/%s:predict".formatted(model), "{}");
                String head = client.head();
                int taken = client.take(LARGE - BUFFERED).length;
                while (!proxy.idle(model)) {
                    taken += client.take(STEP).length;
                }

                // When
                proxy.terminate();
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> !proxy.alive() || proxy.health() == 503);

                // Then
                byte[] rest = client.take(chunked ? Integer.MAX_VALUE : LARGE - taken);
                if (chunked) {
                    assertThat(rest).endsWith("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } else {
                    assertThat(taken + rest.length).as(head).isEqualTo(LARGE);
                }
            }
        }
    }

    private static String kafka() {
        return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    }
}
