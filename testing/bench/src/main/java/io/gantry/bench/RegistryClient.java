package io.gantry.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The requests that are measured.
final class RegistryClient implements AutoCloseable {

    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/bench/inferenceservices";
    private static final String SERVICE =
            """
            {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
             "metadata": {"name": "%s", "labels": {"team": "search"}},
             "spec": {"predictor": {"minReplicas": 0, "maxReplicas": 3,
                      "model": {"modelFormat": {"name": "onnx"}, "storageUri": "s3://models/minilm"}}}}
            """;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI registry;

    RegistryClient(URI registry) {
        this.registry = registry;
    }

    void create(String name) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(registry.resolve(SERVICES))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(SERVICE.formatted(name)))
                        .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException(answer.statusCode() + ": " + answer.body());
        }
    }

    /// One page of services, or all of them with a limit of 0.
    JsonNode list(int limit, String token) throws IOException, InterruptedException {
        URI uri = registry.resolve("%s?limit=%d&continue=%s".formatted(SERVICES, limit, token));
        return json.readTree(
                http.send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofInputStream())
                        .body());
    }

    /// Watches until an event is the last that is wanted.
    ///
    /// @return how many events came
    int watch(String parameters, Predicate<JsonNode> last)
            throws IOException, InterruptedException {
        URI uri = registry.resolve(SERVICES + "?watch=true&" + parameters);
        HttpResponse<Stream<String>> answer =
                http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            int events = 0;
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                events++;
                if (last.test(json.readTree(each.next()))) {
                    return events;
                }
            }
            throw new IOException("The watch ended after %d events".formatted(events));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
