package io.gantry.monitor.whole;

import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A packaged monitor, run as it is shipped.
final class MonitorProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

    private final Process process;
    private final Path log;
    private final int port;

    private MonitorProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /// Returns when it has its state.
    static MonitorProcess start(String kafka, Path directory) throws IOException {
        int port = freePort();
        Path log = Files.createTempFile(directory, "monitor-", ".log");
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-Xmx256m",
                                "-Dkafka.bootstrap.servers=" + kafka,
                                "-Dquarkus.http.port=" + port,
                                "-Dgantry.monitor.tick=500ms",
                                "-Dgantry.monitor.autoscaler.stable-window=6s",
                                "-jar",
                                JAR.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        MonitorProcess monitor = new MonitorProcess(process, log, port);
        await("ready")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        RestAssured.given().port(port).get("/q/health/ready").statusCode() == 200);
        return monitor;
    }

    JsonPath alerts() {
        return RestAssured.given().port(port).get("/v1/alerts").jsonPath();
    }

    /// How long it takes to end when it is asked to.
    Duration terminate() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the monitor goes on running");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
