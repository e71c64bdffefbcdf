package io.gantry.loader.whole;

import static org.awaitility.Awaitility.await;

import io.gantry.events.ArtifactReference;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A packaged loader, run as it is shipped.
final class LoaderProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

    private final Process process;
    private final Path log;
    private final int port;

    private LoaderProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /// @param prefix what runs before the JVM in the same process, for example `setpriv`
    record Command(List<String> prefix, Path cache, Map<String, String> settings) {

        static Command on(Path cache, Map<String, String> settings) {
            return new Command(List.of(), cache, settings);
        }

        Command with(String name, String value) {
            Map<String, String> more = new TreeMap<>(settings);
            more.put(name, value);
            return new Command(prefix, cache, more);
        }

        Command behind(List<String> words) {
            return new Command(words, cache, settings);
        }

        /// Starts it, with its output in a file of the directory.
        LoaderProcess start(Path directory) {
            try {
                int port = freePort();
                Path log = Files.createTempFile(directory, "loader-", ".log");
                Map<String, String> all = new TreeMap<>(settings);
                all.put("gantry.loader.cache.directory", cache.toString());
                all.put("quarkus.http.port", Integer.toString(port));
                List<String> words = new ArrayList<>(prefix);
                words.add(ProcessHandle.current().info().command().orElse("java"));
                words.add("-Xmx256m");
                all.forEach((name, value) -> words.add("-D" + name + "=" + value));
                words.addAll(List.of("-jar", JAR.toString()));
                Process process =
                        new ProcessBuilder(words)
                                .redirectErrorStream(true)
                                .redirectOutput(log.toFile())
                                .start();
                return new LoaderProcess(process, log, port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }
    }

    JsonPath awaitState(ArtifactReference reference, String state) {
        await(state)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .failFast("the loader ended: " + log, () -> !process.isAlive())
                .until(() -> state.equals(state(reference).getString("state")));
        return state(reference);
    }

    JsonPath state(ArtifactReference reference) {
        return RestAssured.given()
                .port(port)
                .get("/v1/artifacts/" + reference.artifact())
                .jsonPath();
    }

    /// A path as the process sees it, which may have disks of its own.
    Path seen(Path path) {
        return Path.of("/proc/%d/root%s".formatted(process.pid(), path.toAbsolutePath()));
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the loader goes on running");
        }
        return process.exitValue();
    }

    /// How long it takes to end when it is asked to.
    Duration terminate() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        var _ = exitCode();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
    }
}
