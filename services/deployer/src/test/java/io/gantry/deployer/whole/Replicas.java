package io.gantry.deployer.whole;

import io.gantry.events.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/// What tests ask replicas and the system about them.
final class Replicas {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Replicas() {}

    static String get(Endpoint endpoint, String path) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://%s:%d%s"
                                                        .formatted(
                                                                endpoint.host(),
                                                                endpoint.port(),
                                                                path)))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /// The processes that serve the model.
    static List<ProcessHandle> processes(TestModel model) {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info()
                                .commandLine()
                                .filter(line -> line.contains("--name=" + model.name() + " "))
                                .isPresent())
                .toList();
    }
}
