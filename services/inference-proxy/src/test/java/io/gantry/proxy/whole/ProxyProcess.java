package io.gantry.proxy.whole;

import static org.awaitility.Awaitility.await;

import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A packaged proxy, run as it is shipped.
final class ProxyProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RunningProgram program;
    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ProxyProcess(RunningProgram program) {
        this.program = program;
        this.address = program.address();
    }

    /// Returns when it has its state.
    ///
    /// @param settings as `name=value`
    static ProxyProcess start(String kafka, Path directory, String... settings) {
        Map<String, String> all = new HashMap<>();
        all.put("kafka.bootstrap.servers", kafka);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new ProxyProcess(
                Program.packaged(all).start(directory).awaitReady("/q/health/ready"));
    }

    int port() {
        return address.getPort();
    }

    int health() {
        return status("/q/health/ready");
    }

    int status(String path) {
        return RestAssured.get(address.resolve(path)).statusCode();
    }

    boolean alive() {
        return program.process().isAlive();
    }

    /// Asks once the process, too, has heard of the model.
    CompletableFuture<HttpResponse<String>> ask(String model) {
        awaitRoute(model);
        HttpRequest request =
                HttpRequest.newBuilder(predict(model))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"instances\": [1]}"))
                        .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    void awaitRoute(String model) {
        await("the model's route").atMost(PATIENCE).until(() -> models().contains(model));
    }

    /// The models that it knows, as JSON.
    String models() {
        return RestAssured.get(address.resolve("/v1/models")).asString();
    }

    /// Whether it works on nothing of a model, as far as its metrics tell.
    boolean idle(String model) {
        return RestAssured.get(address.resolve("/q/metrics"))
                .asString()
                .lines()
                .filter(line -> line.startsWith("gantry_proxy_in_flight{") && line.contains(model))
                .allMatch(line -> line.endsWith(" 0.0"));
    }

    /// The sum of a metric's values, of those with a text in their labels.
    double metric(String name, String label) {
        return RestAssured.get(address.resolve("/q/metrics"))
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    URI predict(String model) {
        return address.resolve("/v1/models/%s:predict".formatted(model));
    }

    /// Ends it as `kill -9` does.
    void kill() {
        program.kill();
    }

    void terminate() {
        program.process().destroy();
    }

    /// How long it takes to end from now on.
    Duration end() throws InterruptedException {
        return program.end();
    }

    String log() {
        return program.log();
    }

    @Override
    public void close() {
        http.shutdownNow();
        program.close();
    }
}
