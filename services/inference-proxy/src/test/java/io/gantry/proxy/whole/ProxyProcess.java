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
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A packaged proxy, run as it is shipped.
final class ProxyProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RunningProgram program;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ProxyProcess(RunningProgram program) {
        this.program = program;
    }

    /// Returns when it has its state.
    static ProxyProcess start(String kafka, Path directory) {
        return new ProxyProcess(
                Program.packaged(Map.of("kafka.bootstrap.servers", kafka))
                        .start(directory)
                        .awaitReady("/q/health/ready"));
    }

    /// Asks once the process, too, has heard of the model.
    CompletableFuture<HttpResponse<String>> ask(String model) {
        URI proxy = program.address();
        await("the model's route")
                .atMost(PATIENCE)
                .until(() ->
                        RestAssured.get(proxy.resolve("/v1/models")).asString().contains(model));
        HttpRequest request =
                HttpRequest.newBuilder(proxy.resolve("/v1/models/%s:predict".formatted(model)))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"instances\": [1]}"))
                        .build();
        return http.sendAsync(request, BodyHandlers.ofString());
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
