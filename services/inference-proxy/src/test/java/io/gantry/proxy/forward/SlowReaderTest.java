package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A client that takes its time must cost the proxy no memory.
@QuarkusTest
class SlowReaderTest {

    private static final int CHUNK = 64 * 1024;
    private static final int BODY = 256 * 1024 * 1024;

    /// What the system's buffers of both connections take at most, and the proxy's own few chunks.
    private static final long HELD_AT_MOST = 32L * 1024 * 1024;

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
    void shouldStopTheReplicaWhileTheClientDoesNotRead() throws IOException {
        AtomicLong written = new AtomicLong();
        try (Predictor fast =
                        Predictor.answering(request ->
                                write(
                                        request.response()
                                                .putHeader(
                                                        "Content-Length", Integer.toString(BODY)),
                                        written));
                RawClient client = new RawClient(world.proxy().getPort())) {
            // When
            String model = world.serve(fast);
            client.post("/v1/models/%s:predict".formatted(model), "{}");
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");

            // Then
            long held = awaitStandstill(written);
            assertThat(held).isLessThan(HELD_AT_MOST);
            assertThat(client.take(BODY)).hasSize(BODY);
            assertThat(written).hasValue(BODY);
        }
    }

    @Test
    void shouldStopTheReplicaWhenTheClientIsGone() throws IOException {
        AtomicLong written = new AtomicLong();
        AtomicBoolean cancelled = new AtomicBoolean();
        try (Predictor fast =
                Predictor.answering(request -> {
                    request.connection().closeHandler(_ -> cancelled.set(true));
                    write(
                            request.response().putHeader("Content-Length", Integer.toString(BODY)),
                            written);
                })) {
            String model = world.serve(fast);
            try (RawClient client = new RawClient(world.proxy().getPort())) {
                client.post("/v1/models/%s:predict".formatted(model), "{}");
                assertThat(client.take(CHUNK)).hasSize(CHUNK);
            }

            await().atMost(Duration.ofSeconds(20)).untilTrue(cancelled);
            assertThat(written).hasValueLessThan(BODY);
        }
    }

    /// As fast as it is taken.
    private static void write(HttpServerResponse response, AtomicLong written) {
        while (written.get() < BODY && !response.writeQueueFull()) {
            written.addAndGet(CHUNK);
            response.write(Buffer.buffer(new byte[CHUNK]));
        }
        if (written.get() < BODY) {
            response.drainHandler(_ -> write(response, written));
        } else {
            response.end();
        }
    }

    private static long awaitStandstill(AtomicLong written) {
        AtomicLong before = new AtomicLong(-1);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> written.get() == before.getAndSet(written.get()));
        return written.get();
    }
}
