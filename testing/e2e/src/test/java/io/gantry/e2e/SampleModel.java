package io.gantry.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/// A model of the sample files under a name of the test's own.
record SampleModel(RunningSuite suite, String name) {

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
        return "file://" + suite.sampleModel();
    }

    RunningSuite.Answer register(int minReplicas) {
        return suite.registry("POST", "/v1/models", registration(minReplicas));
    }

    RunningSuite.Answer embed() {
        return suite.proxy(
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
                suite.registry(
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
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info()
                                .commandLine()
                                .orElse("")
                                .contains("--model-name=" + name + " "))
                .toList();
    }

    void delete() {
        suite.registry("DELETE", "/v1/models/default/" + name, "");
    }
}
