package io.gantry.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A model of the sample files under a name of the test's own.
///
/// @param files the directory of its files
record SampleModel(Api api, String name, Path files) {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    String registration(int minReplicas) {
        return registration(minReplicas, "1");
    }

    /// @param version told to the predictor's process, so that another one makes another revision
    String registration(int minReplicas, String version) {
        return """
        {"name": "%s", "modelFormat": "onnx", "storageUri": "%s", "minReplicas": %d,
         "env": {"VERSION": "%s"}, "annotations": {"autoscaling.knative.dev/window": "6s"}}\
        """
                .formatted(name, storageUri(), minReplicas, version);
    }

    String storageUri() {
        return "file://" + files;
    }

    Api.Answer register(int minReplicas) {
        return api.registry("POST", "/v1/models", registration(minReplicas));
    }

    Api.Answer embed() {
        return api.proxy(
                "POST",
                "/v1/embeddings",
                "{\"model\": \"%s\", \"input\": \"A cat sleeps.\"}".formatted(name));
    }

    void awaitServing() {
        await("an answer of " + name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> embed().status() == 200);
    }

    /// The KServe condition of that type; missing when there is none.
    JsonNode condition(String type) {
        JsonNode service =
                api.registry(
                                "GET",
                                "/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices/"
                                        + name,
                                "")
                        .body();
        for (JsonNode condition : service.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return service.path("no such condition");
    }

    void awaitReady() {
        await(name + " is Ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> condition("Ready").path("status").asText().equals("True"));
    }

    /// The processes that serve the model.
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(this::serves).toList();
    }

    /// A first start also makes the runtime's AOT cache, in the background and beside the server.
    private boolean serves(ProcessHandle process) {
        String command = process.info().commandLine().orElse("");
        return command.contains("--model-name=" + name + " ")
                && !command.contains("gantry-onnx prepare ")
                && !command.contains("gantry.onnx.training");
    }

    void delete() {
        api.registry("DELETE", "/v1/models/default/" + name, "");
    }
}
