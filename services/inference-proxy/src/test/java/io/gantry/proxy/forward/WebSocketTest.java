package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebSocketTest {

    /// More than one frame and less than Vert.x' server takes.
    private static final int LARGE = 200_000;

    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
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
    void shouldPassMessagesBothWaysUntilTheClientCloses() throws Exception {
        try (Predictor predictor = Predictor.answering(this::echo)) {
            String model = world.serve(predictor);
            WebSocket socket = connect(model);

            for (String message : new String[] {"one", "x".repeat(LARGE)}) {
                socket.sendText(message, true).join();
                assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo(message);
            }
            assertThat(inFlight(model)).isEqualTo(1);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").join();

            await().untilTrue(closed);
            await().until(() -> inFlight(model) == 0);
            assertThat(predictor.requests()).containsExactly("GET /chat?a=b");
        }
    }

    @Test
    void shouldCloseTheClientsSideWhenTheReplicaDies() throws IOException {
        try (Predictor dying =
                Predictor.answering(request ->
                        request.toWebSocket().onSuccess(_ -> request.connection().close()))) {
            WebSocket socket = connect(world.serve(dying));

            await().until(socket::isInputClosed);
        }
    }

    @Test
    void shouldCloseTheReplicasSideWhenTheClientIsGone() throws IOException {
        try (Predictor predictor = Predictor.answering(this::echo)) {
            String model = world.serve(predictor);
            try (RawClient client = new RawClient(world.proxy().getPort())) {
                client.send(
                        "GET /serving/default/%s/chat HTTP/1.1\r\nHost: proxy\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                                .formatted(model));
                assertThat(client.head())
                        .startsWith("HTTP/1.1 101 ")
                        .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            }

            await().untilTrue(closed);
        }
    }

    @Test
    void shouldPassOnThatAReplicaWantsNoWebSocket() {
        try (Predictor refusing =
                Predictor.answering(request -> request.response().setStatusCode(403).end("no"))) {
            String model = world.serve(refusing);

            assertThat(
                            catchThrowableOfType(CompletionException.class, () -> connect(model))
                                    .getCause())
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused ->
                                    assertThat(refused.getResponse().statusCode()).isEqualTo(403));
        }
    }

    @Test
    void shouldAskForNoOtherProtocol() throws IOException {
        try (Predictor predictor =
                        Predictor.answering(request ->
                                request.response().end("" + request.getHeader("Upgrade")));
                RawClient client = new RawClient(world.proxy().getPort())) {
            client.send(
                    "GET /serving/default/%s/x HTTP/1.1\r\nHost: proxy\r\nConnection: Upgrade\r\nUpgrade: spdy\r\n\r\n"
                            .formatted(world.serve(predictor)));

            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.take(4)).asString().isEqualTo("null");
        }
    }

    private int inFlight(String model) {
        return world.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("gantry_proxy_in_flight{") && line.contains(model))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private void echo(HttpServerRequest request) {
        request.toWebSocket()
                .onSuccess(socket -> {
                    socket.textMessageHandler(socket::writeTextMessage);
                    socket.closeHandler(_ -> closed.set(true));
                });
    }

    private WebSocket connect(String model) {
        URI uri =
                URI.create(
                        "ws://127.0.0.1:%d/serving/default/%s/chat?a=b"
                                .formatted(world.proxy().getPort(), model));
        return world.http().newWebSocketBuilder().buildAsync(uri, new Receiver()).join();
    }

    /// Puts messages together that come in parts.
    private final class Receiver implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            message.append(text);
            if (last) {
                received.add(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(message);
        }

        @Override
        public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            socket.request(1);
            return CompletableFuture.completedFuture(message);
        }
    }
}
