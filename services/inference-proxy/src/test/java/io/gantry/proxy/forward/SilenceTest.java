package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Endpoint;
import io.gantry.oip.ModelInferRequest;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawCalls;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.World;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Replicas that take requests and never answer, which is not always their fault.
@QuarkusTest
class SilenceTest {

    private static final String TIMEOUT = "{\"timeout\":1}";

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
    void shouldPassOverAReplicaThatTakesRequestsAndNeverAnswers() {
        try (Predictor silent = Predictor.answering(_ -> {});
                Predictor alive = Predictor.named("alive")) {
            // Given
            String model = world.serveWith(TIMEOUT, silent, alive);
            var answers =
                    IntStream.range(0, 40)
                            .mapToObj(_ -> world.sendAsync(world.posting(predict(model), "{}")))
                            .toList();

            // When
            long late = answers.stream().filter(each -> each.join().statusCode() == 504).count();

            // Then
            assertThat(late).isGreaterThanOrEqualTo(5);
            int asked = silent.requests().size();
            for (int i = 0; i < 20; i++) {
                assertThat(world.post(predict(model), "{}").body()).isEqualTo("alive");
            }
            assertThat(silent.requests()).hasSize(asked);
            assertThat(ejections(model)).isEqualTo(1);
        }
    }

    @Test
    void shouldNotBlameAReplicaForAClientThatIsSlow() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try (Predictor waiting = Predictor.named("waiting")) {
            String model = world.serveWith(TIMEOUT, waiting);
            for (int i = 0; i < 6; i++) {
                RawClient client = new RawClient(world.proxy().getPort());
                clients.add(client);
                client.send(
                        "POST %s HTTP/1.1\r\nHost: proxy\r\nContent-Length: 9\r\n\r\n{"
                                .formatted(predict(model)));
            }

            for (RawClient client : clients) {
                assertThat(client.head()).startsWith("HTTP/1.1 408 ");
            }

            assertThat(waiting.requests()).hasSize(6);
            assertThat(ejections(model)).isZero();
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void shouldNotBlameAReplicaForDeadlinesThatNobodyCouldKeep() throws Exception {
        try (Predictor silent = Predictor.answering(_ -> {});
                RawCalls calls = new RawCalls(world.proxy().getPort())) {
            String model = world.serve(silent);

            for (int i = 0; i < 6; i++) {
                assertThat(infer(calls, model, "10m")).isEqualTo("4");
            }

            assertThat(ejections(model)).isZero();
        }
    }

    @Test
    void shouldCloseAConnectionAtWhoseOtherEndNobodyIs() throws Exception {
        try (DeafReplica deaf = new DeafReplica();
                RawCalls calls = new RawCalls(world.proxy().getPort())) {
            String model = world.serveAt(TIMEOUT, deaf.endpoint());

            assertThat(infer(calls, model, "60S")).isEqualTo("4");

            await().atMost(Duration.ofSeconds(20)).until(deaf.closed::isDone);
        }
    }

    private static @Nullable String infer(RawCalls calls, String model, String timeout)
            throws Exception {
        return calls.send(
                        "/inference.GRPCInferenceService/ModelInfer",
                        ModelInferRequest.newBuilder().setModelName(model).build().toByteArray(),
                        Map.of("grpc-timeout", timeout))
                .get("grpc-status");
    }

    private double ejections(String model) {
        Counter counter = metrics.find("gantry.proxy.ejections").tag("model", model).counter();
        return counter == null ? 0 : counter.count();
    }

    private static String predict(String model) {
        return "/v1/models/" + model + ":predict";
    }

    /// Says that it speaks HTTP/2 and nothing more, as one whose node is lost after that.
    private static final class DeafReplica implements AutoCloseable {

        private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

        private final ServerSocket server =
                new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        DeafReplica() throws IOException {
            Thread.ofVirtual().start(this::serve);
        }

        private void serve() {
            try (Socket connection = server.accept()) {
                connection.getOutputStream().write(SETTINGS);
                connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                closed.complete(null);
            } catch (IOException e) {
                closed.complete(null);
            }
        }

        Endpoint endpoint() {
            int port = server.getLocalPort();
            return new Endpoint("replica-" + port, "127.0.0.1", port, "local", true, 10L);
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
