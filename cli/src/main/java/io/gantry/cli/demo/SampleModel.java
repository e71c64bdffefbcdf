package io.gantry.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/// The sentence-embedding model of the demo, as a client of the proxy sees it.
record SampleModel(URI proxy) {

    static final String NAME = "minilm";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /// What `POST /v1/models` takes: scaled to zero after six quiet seconds.
    static String registration(Path directory) {
        ObjectNode model =
                JSON.createObjectNode()
                        .put("name", NAME)
                        .put("modelFormat", "onnx")
                        .put(
                                "storageUri",
                                directory.toUri().toString().replaceFirst("^file:/+", "file:///"))
                        .put("minReplicas", 0)
                        .put("maxReplicas", 2);
        model.putObject("annotations").put("autoscaling.knative.dev/window", "6s");
        return model.toString();
    }

    /// Embeddings of texts by the OpenAI API, each a vector of length one.
    double[][] embed(String... texts) {
        ObjectNode request = JSON.createObjectNode().put("model", NAME);
        var input = request.putArray("input");
        for (String text : texts) {
            input.add(text);
        }
        JsonNode data = post("/v1/embeddings", request).path("data");
        double[][] vectors = new double[texts.length][];
        for (JsonNode item : data) {
            vectors[item.path("index").asInt()] =
                    JSON.convertValue(item.path("embedding"), double[].class);
        }
        return vectors;
    }

    /// Shape of the first output tensor that the Open Inference Protocol answers for one text.
    JsonNode infer(String text) {
        ObjectNode request = JSON.createObjectNode().put("id", "demo-1");
        var input =
                request.putArray("inputs").addObject().put("name", "text").put("datatype", "BYTES");
        input.putArray("shape").add(1);
        input.putArray("data").add(text);
        return post("/v2/models/" + NAME + "/infer", request);
    }

    private JsonNode post(String path, ObjectNode body) {
        HttpRequest request =
                HttpRequest.newBuilder(proxy.resolve(path))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build();
        try {
            HttpResponse<String> response =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw CliException.failed(
                        "POST %s answered %d: %s"
                                .formatted(path, response.statusCode(), response.body()));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw CliException.unreachable(
                    "The proxy at %s does not answer: %s".formatted(proxy, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted while waiting for the model");
        }
    }
}
