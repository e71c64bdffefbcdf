package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.StubbornReplica;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The corners of HTTP that a proxy can get wrong, byte by byte.
@QuarkusTest
class MessagesTest {

    /// More than one read brings.
    private static final int LARGE = 1024 * 1024;

    private final Queue<MultiMap> headers = new ConcurrentLinkedQueue<>();
    private World world;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        world = new World();
        client = new RawClient(world.proxy().getPort());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        world.close();
    }

    @Test
    void shouldPassABodyWhoseLengthConnectionNames() throws IOException {
        try (Predictor predictor = Predictor.answering(this::echo)) {
            client.send(
                    start(world.serve(predictor))
                            + "Connection: keep-alive, Content-Length, x-mine\r\n"
                            + "x-mine: 1\r\nContent-Length: %d\r\n\r\n".formatted(LARGE));
            client.send("x".repeat(LARGE));

            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.take(LARGE)).hasSize(LARGE);
            assertThat(headers.element().contains("x-mine")).isFalse();
        }
    }

    @Test
    void shouldPassAnAnswerWhoseLengthConnectionNames() throws IOException {
        try (Predictor predictor =
                Predictor.answering(request ->
                        request.response()
                                .putHeader("Connection", "content-length")
                                .end("x".repeat(LARGE)))) {
            client.send(start(world.serve(predictor)) + "Content-Length: 0\r\n\r\n");

            assertThat(client.head())
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("content-length: " + LARGE);
            assertThat(client.take(LARGE)).hasSize(LARGE);
        }
    }

    @Test
    void shouldAskForABodyThatTheClientHoldsBack() throws IOException {
        try (Predictor predictor = Predictor.answering(this::echo)) {
            client.send(
                    start(world.serve(predictor))
                            + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 100 ");

            client.send("hello");

            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.take(5)).asString().isEqualTo("hello");
            assertThat(headers.element().contains("Expect")).isFalse();
        }
    }

    @Test
    void shouldPassAChunkedBodyThatEndsWithTrailers() throws IOException {
        try (Predictor predictor = Predictor.answering(this::echo)) {
            client.send(
                    start(world.serve(predictor))
                            + "Transfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n"
                            + "5\r\nhello\r\n0\r\nx-sum: 1\r\n\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.take(5)).asString().isEqualTo("hello");
            assertThat(headers.element().contains("Trailer")).isFalse();
        }
    }

    @Test
    void shouldAnswerHeadWithoutABodyAndTakeTheNextRequest() throws IOException {
        try (Predictor predictor =
                Predictor.answering(
                        request -> request.response().putHeader("Content-Length", "5").end())) {
            String head =
                    "HEAD /v2/models/%s HTTP/1.1\r\nHost: proxy\r\n\r\n"
                            .formatted(world.serve(predictor));

            for (int i = 0; i < 2; i++) {
                client.send(head);
                assertThat(client.head())
                        .startsWith("HTTP/1.1 200 ")
                        .containsIgnoringCase("content-length: 5");
            }
        }
    }

    @Test
    void shouldTakeTheNextRequestWhenAReplicaAnsweredWithoutReading() throws Exception {
        int length = 64 * 1024 * 1024;
        try (Predictor hasty =
                Predictor.answering(request -> {
                    if ("0".equals(request.getHeader("Content-Length"))) {
                        request.response().end("next");
                    } else {
                        request.pause();
                        request.response().setStatusCode(413).end("no");
                    }
                })) {
            String start = start(world.serve(hasty));
            CompletableFuture<Void> sent =
                    CompletableFuture.runAsync(() -> {
                        String part = "x".repeat(length / 64);
                        sendAll(start + "Content-Length: " + length + "\r\n\r\n");
                        for (int i = 0; i < 64; i++) {
                            sendAll(part);
                        }
                    });
            assertThat(client.head()).startsWith("HTTP/1.1 413 ");
            assertThat(client.take(2)).asString().isEqualTo("no");

            sent.get(30, TimeUnit.SECONDS);
            client.send(start + "Content-Length: 0\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.take(4)).asString().isEqualTo("next");
        }
    }

    @Test
    void shouldPassAnAnswerOnWhileTheRequestIsHeldUp() throws Exception {
        try (StubbornReplica replica =
                new StubbornReplica("HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno")) {
            String name = World.newName();
            world.publish(
                    Events.applied("default", name, Events.revision(name, 1, 100, "{}")),
                    Events.ready("default", name, 1, replica.endpoint()));
            world.awaitReplicas(name, 1);
            AtomicInteger parts = new AtomicInteger();
            AtomicInteger before = new AtomicInteger(-1);
            CompletableFuture<Void> sent =
                    CompletableFuture.runAsync(() -> {
                        String part = "x".repeat(LARGE);
                        sendAll(start(name) + "Content-Length: %d\r\n\r\n".formatted(64 * LARGE));
                        for (int i = 0; i < 64; i++) {
                            sendAll(part);
                            parts.incrementAndGet();
                        }
                    });
            await("the upload is held up")
                    .atMost(Duration.ofSeconds(30))
                    .during(Duration.ofMillis(500))
                    .until(() -> before.getAndSet(parts.get()) == parts.get());

            // When
            replica.answer();

            // Then
            assertThat(client.head()).startsWith("HTTP/1.1 413 ");
            assertThat(client.take(2)).asString().isEqualTo("no");
            sent.get(30, TimeUnit.SECONDS);
        }
    }

    private void echo(HttpServerRequest request) {
        headers.add(request.headers());
        request.body().onSuccess(body -> request.response().end(body));
    }

    private void sendAll(String bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("the proxy closed the connection", e);
        }
    }

    private static String start(String model) {
        return "POST /v1/models/%s:predict HTTP/1.1\r\nHost: proxy\r\n".formatted(model);
    }
}
