package io.gantry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.cli.suite.GantryDirectory;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.Suite;
import io.gantry.cli.suite.SuiteState;
import io.gantry.cli.suite.UpSettings;
import io.gantry.embedded.InfrastructureProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/// One suite for all tests, in a directory and on ports of its own.
final class RunningSuite implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PORT_OFFSET = 11_000;
    private static final UpSettings SETTINGS =
            new UpSettings(
                    "127.0.0.1",
                    PORT_OFFSET,
                    Map.of(
                            Service.MONITOR,
                            Map.of("gantry.monitor.autoscaler.scale-to-zero-grace-period", "1s")));

    private final HttpClient http = HttpClient.newHttpClient();
    private final GantryDirectory directory;
    private final Suite suite;
    private SuiteState state;

    private RunningSuite(GantryDirectory directory) {
        this.directory = directory;
        this.suite = new Suite(Installation.current(), directory, (part, took) -> {});
        this.state = suite.up(SETTINGS);
    }

    static RunningSuite start() throws IOException {
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        return new RunningSuite(GantryDirectory.create(Files.createTempDirectory(target, "e2e-")));
    }

    /// Starts what does not run any more.
    void restart() {
        state = suite.up(SETTINGS);
    }

    void kill(Service service) {
        kill(state.of(service).flatMap(SuiteState.Running::process).orElseThrow());
    }

    /// Ends Kafka, PostgreSQL and S3 without a chance to put their things in order.
    void killInfrastructure() {
        kill(ProcessHandle.of(SuiteState.infrastructure(directory).pid()).orElseThrow());
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    void stopInfrastructure() {
        InfrastructureProcess.stop(directory.infrastructure());
    }

    String kafka() {
        return SuiteState.infrastructure(directory).kafkaBootstrapServers();
    }

    Path sampleModel() {
        return Installation.current().sampleModel();
    }

    Path path() {
        return directory.path();
    }

    Answer registry(String method, String path, String body) {
        return send(Service.MODEL_REGISTRY, method, path, body);
    }

    Answer proxy(String method, String path, String body) {
        return send(Service.INFERENCE_PROXY, method, path, body);
    }

    /// @param status HTTP status, or 0 when the service did not answer
    record Answer(int status, JsonNode body) {}

    private Answer send(Service service, String method, String path, String body) {
        URI uri = state.url(service).resolve(path);
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(60))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    JSON.readTree(response.body().isBlank() ? "null" : response.body()));
        } catch (IOException e) {
            return new Answer(0, JSON.getNodeFactory().textNode(e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Ends the suite. Its logs stay, under `target`.
    @Override
    public void close() throws IOException {
        suite.down();
        try (Stream<Path> files = Files.walk(directory.path())) {
            files.map(Path::toFile)
                    // The cache is read-only.
                    .peek(file -> file.setWritable(true))
                    .sorted(Comparator.reverseOrder())
                    .filter(file -> !file.getName().endsWith(".log"))
                    .forEach(File::delete);
        }
    }
}
