package io.gantry.proxy.whole;

import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A packaged proxy, run as it is shipped.
final class ProxyProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Two seconds on a machine that does nothing else, a minute and more on one that does too
    /// much.
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

    private final Process process;
    private final Path log;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ProxyProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /// Returns when it has its state.
    ///
    /// @param settings as `name=value`
    static ProxyProcess start(String kafka, Path directory, String... settings) throws IOException {
        int port = freePort();
        Path log = Files.createTempFile(directory, "proxy-", ".log");
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("-Xmx256m");
        command.add("-Dkafka.bootstrap.servers=" + kafka);
        command.add("-Dquarkus.http.port=" + port);
        Stream.of(settings).forEach(setting -> command.add("-D" + setting));
        command.addAll(List.of("-jar", JAR.toString()));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        ProxyProcess proxy = new ProxyProcess(process, log, port);
        try {
            await("ready")
                    .atMost(START_PATIENCE)
                    .ignoreExceptions()
                    .until(() -> proxy.health() == 200);
            return proxy;
        } catch (RuntimeException late) {
            proxy.close();
            throw late;
        }
    }

    int port() {
        return port;
    }

    int health() {
        return status("/q/health/ready");
    }

    int status(String path) {
        return RestAssured.given().port(port).get(path).statusCode();
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Asks once the process, too, has heard of the model.
    CompletableFuture<HttpResponse<String>> ask(String model) {
        awaitRoute(model);
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/v1/models/%s:predict"
                                                .formatted(port, model)))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"instances\": [1]}"))
                        .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    void awaitRoute(String model) {
        await("the model's route")
                .atMost(PATIENCE)
                .until(() ->
                        RestAssured.given()
                                .port(port)
                                .get("/v1/models")
                                .asString()
                                .contains(model));
    }

    /// Whether it works on nothing of a model, as far as its metrics tell.
    boolean idle(String model) {
        return RestAssured.given()
                .port(port)
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("gantry_proxy_in_flight{") && line.contains(model))
                .allMatch(line -> line.endsWith(" 0.0"));
    }

    void terminate() {
        process.destroy();
    }

    /// How long it takes to end from now on.
    Duration end() throws InterruptedException {
        long start = System.nanoTime();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the proxy goes on running");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        http.shutdownNow();
        process.destroyForcibly().onExit().join();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
