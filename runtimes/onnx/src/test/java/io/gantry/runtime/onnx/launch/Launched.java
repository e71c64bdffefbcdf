package io.gantry.runtime.onnx.launch;

import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A server started by `bin/gantry-onnx`, with its own cache directory and a port of the system's
/// choice.
final class Launched implements AutoCloseable {

    static final Path SAMPLE = Path.of(System.getProperty("gantry.sample-model"));
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path LAUNCHER = Path.of(System.getProperty("gantry.launcher"));

    /// Speaks HTTP/1.1, as the inference proxy does: over HTTP/2 the client's own frames may reach
    /// a process that has just ended after its last answer, and the reset takes the answer along.
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final RunningProgram program;

    private Launched(RunningProgram program) {
        this.program = program;
    }

    /// Starts a server of a model directory.
    static Launched serving(Path cache, Path model, String... more) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(
                List.of(
                        "--model-name=m",
                        "--model-dir=" + model,
                        "--http-port=0",
                        "--host=127.0.0.1"));
        arguments.addAll(List.of(more));
        return start(cache, Map.of("GANTRY_ONNX_AOT", "off"), arguments);
    }

    static Launched start(Path cache, Map<String, String> environment, List<String> arguments) {
        return new Launched(
                Program.of(arguments)
                        .behind(List.of(LAUNCHER.toString()))
                        .with(Map.of("XDG_CACHE_HOME", cache.toString()))
                        .with(environment)
                        .start(cache));
    }

    Process process() {
        return program.process();
    }

    String out() {
        return program.out();
    }

    String err() {
        return program.err();
    }

    int exitCode() throws InterruptedException {
        return program.exitCode();
    }

    URI address() {
        return program.address();
    }

    Launched ready() {
        var _ = program.awaitReady("/v2/health/ready");
        return this;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(address().resolve(path)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(address().resolve(path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Override
    public void close() {
        program.close();
    }
}
