package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `gantry up` and `gantry down`, bound to an address and on ports of their own.
class UpIT {

    private static final String HOST = "127.0.0.2";
    private static final int OFFSET = 12_000;
    private static final int[] INFRASTRUCTURE = {9092, 5432, 9000};

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "8081, 127.0.0.2, inference-proxy cannot listen on 127.0.0.2:20081",
        "9092, 127.0.0.1, Kafka cannot listen on 127.0.0.1:21092"
    })
    void shouldNameATakenPortAndLeaveNothing(int port, String host, String message)
            throws Exception {
        Cli cli = new Cli(directory);
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(host, port + OFFSET));

            Cli.Outcome outcome = up(cli);

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err()).contains(message).contains("--port-offset");
            assertThat(outcome.out()).doesNotContain("Gantry is up");
        }
        assertThat(directory.resolve("suite.json")).doesNotExist();
        assertThat(ports()).allMatch(UpIT::free);
    }

    @Test
    void shouldKeepModelsOverDownAndUp() throws Exception {
        // Given a model that serves
        Cli cli = new Cli(directory);
        SampleModel model = new SampleModel(api(), "kept-over", copyOfTheModel());
        try {
            assertThat(up(cli).exitCode()).isZero();
            model.register(1);
            model.awaitServing();
            model.awaitReady();
            assertThat(Arrays.stream(Service.values()))
                    .allMatch(service -> bindable("127.0.0.1", service.defaultPort() + OFFSET));

            // When all goes down, and its files cannot be loaded a second time
            Cli.Outcome down = cli.run("down");
            assertThat(down.exitCode()).isZero();
            assertThat(down.out()).endsWith("Gantry is down.\n");
            assertThat(ports()).allMatch(UpIT::free);
            assertThat(model.processes()).isEmpty();
            assertThat(cli.run("get", "models").exitCode()).isEqualTo(3);
            for (String file : new String[] {"model.onnx", "tokenizer.json"}) {
                Files.delete(model.files().resolve(file));
            }

            // Then it serves again
            assertThat(up(cli).exitCode()).isZero();
            model.awaitServing();
            await().untilAsserted(() ->
                    assertThat(cli.run("get", "models").out())
                            .containsPattern("default +kept-over +1 +True "));
        } finally {
            cli.run("down");
        }
    }

    private static Cli.Outcome up(Cli cli) throws InterruptedException {
        return cli.run("up", "--host", HOST, "--port-offset", "" + OFFSET);
    }

    private Path copyOfTheModel() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("model"));
        try (Stream<Path> files = Files.list(Installation.current().sampleModel())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static Api api() {
        return new Api(url(Service.MODEL_REGISTRY), url(Service.INFERENCE_PROXY));
    }

    private static URI url(Service service) {
        return URI.create("http://%s:%d".formatted(HOST, service.defaultPort() + OFFSET));
    }

    private static IntStream ports() {
        return IntStream.concat(
                        Arrays.stream(Service.values()).mapToInt(Service::defaultPort),
                        Arrays.stream(INFRASTRUCTURE))
                .map(port -> port + OFFSET);
    }

    private static boolean free(int port) {
        return bindable(HOST, port) && bindable("127.0.0.1", port);
    }

    private static boolean bindable(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(host), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
