package io.gantry.runtime.onnx.launch;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server started by `bin/gantry-onnx`, with its own cache directory and a port of the system's
/// choice.
final class Launched implements AutoCloseable {

    static final Path SAMPLE = Path.of(System.getProperty("gantry.sample-model"));
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path LAUNCHER = Path.of(System.getProperty("gantry.launcher"));
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");

    /// Speaks HTTP/1.1, as the inference proxy does: over HTTP/2 the client's own frames may reach
    /// a process that has just ended after its last answer, and the reset takes the answer along.
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final Path out;
    private final Path err;

    private Launched(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /// Starts a server of a model directory.
    static Launched serving(Path cache, Path model, String... more) throws IOException {
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

    static Launched start(Path cache, Map<String, String> environment, List<String> arguments)
            throws IOException {
        Path out = Files.createTempFile(cache, "out", ".log");
        Path err = Files.createTempFile(cache, "err", ".log");
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        builder.environment().putAll(environment);
        return new Launched(builder.start(), out, err);
    }

    Process process() {
        return process;
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + PATIENCE);
        }
        return process.exitValue();
    }

    URI address() {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(this::announced, found -> !found.isEmpty())
                .getFirst();
    }

    Launched ready() {
        URI address = address();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> get(address, "/v2/health/ready").statusCode() == 200);
        return this;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(address(), path);
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
        process.destroyForcibly().onExit().join();
    }

    private List<URI> announced() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("ended: " + err() + out());
        }
        Matcher matcher = LISTENING.matcher(out());
        return matcher.find() ? List.of(URI.create(matcher.group(1))) : List.of();
    }

    private static HttpResponse<String> get(URI address, String path)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
    }
}
