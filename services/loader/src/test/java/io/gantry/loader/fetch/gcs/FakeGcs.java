package io.gantry.loader.fetch.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A real emulator of Cloud Storage, built from its Go module. Tests that need it are skipped, and
/// say so, where it cannot be had.
final class FakeGcs implements AutoCloseable {

    private static final String VERSION = "v1.52.2";
    private static final Path HOME =
            Path.of(
                    Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                            .orElse(System.getProperty("user.home") + "/.cache"),
                    "gantry",
                    "fake-gcs-server-" + VERSION);

    /// Below the ports that the system gives to outgoing connections.
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 30_000;

    private final RunningProgram program;
    private final String endpoint;
    private final HttpClient http = HttpClient.newHttpClient();

    private FakeGcs(RunningProgram program, String endpoint) {
        this.program = program;
        this.endpoint = endpoint;
    }

    static FakeGcs start(Path directory) throws InterruptedException {
        Path binary = install();
        int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
        RunningProgram program =
                Program.of(
                                List.of(
                                        binary.toString(),
                                        "-scheme",
                                        "http",
                                        "-host",
                                        "127.0.0.1",
                                        "-port",
                                        String.valueOf(port),
                                        "-backend",
                                        "memory"))
                        .start(directory);
        String endpoint = "http://127.0.0.1:" + port;
        // A port that was taken ends it, which makes the test fail with its reason.
        Awaitility.await()
                .until(() -> {
                    if (!program.process().isAlive()) {
                        throw new AssertionError(program.log());
                    }
                    return answers(port);
                });
        return new FakeGcs(program, endpoint);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    String endpoint() {
        return endpoint;
    }

    void bucket(String name) {
        post("/storage/v1/b?project=test", "{\"name\":\"%s\"}".formatted(name).getBytes(UTF_8));
    }

    void object(String bucket, String name, byte[] content) {
        post(
                "/upload/storage/v1/b/%s/o?uploadType=media&name=%s"
                        .formatted(bucket, URLEncoder.encode(name, UTF_8).replace("+", "%20")),
                content);
    }

    void object(String bucket, String name, String content) {
        object(bucket, name, content.getBytes(UTF_8));
    }

    @Override
    public void close() {
        http.close();
        program.close();
    }

    private void post(String path, byte[] body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(endpoint + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(path + ": " + answer.statusCode() + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path install() throws InterruptedException {
        Path binary = HOME.resolve("fake-gcs-server");
        if (Files.exists(binary)) {
            return binary;
        }
        boolean go =
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "go")));
        assumeTrue(go, "SKIPPED: there is no go on this machine to build fake-gcs-server with");
        try {
            Files.createDirectories(HOME);
            try (RunningProgram build =
                    Program.of(
                                    List.of(
                                            "go",
                                            "install",
                                            "github.com/fsouza/fake-gcs-server@" + VERSION))
                            .with(Map.of("GOBIN", HOME.toString()))
                            .start(HOME)) {
                boolean built = build.process().waitFor(10, java.util.concurrent.TimeUnit.MINUTES);
                assumeTrue(
                        built && build.process().exitValue() == 0,
                        "SKIPPED: go cannot build fake-gcs-server: " + build.log());
            }
            return binary;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
