package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A model's way from its registration to its deletion.
@ExtendWith(SuiteExtension.class)
class PipelineIT {

    @Test
    void shouldServeAModelRegisteredByPost(RunningSuite suite) {
        SampleModel model = suite.model("by-post");

        assertThat(model.register(1).status()).isEqualTo(201);

        model.awaitServing();
        model.awaitReady();
        assertThat(model.embed().body().at("/data/0/embedding")).hasSize(384);
        model.delete();
    }

    @Test
    void shouldServeAModelRegisteredByAnEvent(RunningSuite suite) {
        SampleModel model = suite.model("by-event");

        try (Publisher kafka = new Publisher(suite.kafka())) {
            kafka.register(model.name(), model.registration(1));
        }

        model.awaitServing();
        model.delete();
    }

    @Test
    void shouldLeaveNothingOfADeletedModel(RunningSuite suite) {
        // Given a model that serves
        SampleModel model = suite.model("goes-away");
        model.register(1);
        model.awaitServing();
        assertThat(model.processes()).isNotEmpty();

        // When it is deleted
        model.delete();

        // Then no process, no route and no resource is left
        await("no process of the model")
                .atMost(SampleModel.PATIENCE)
                .until(() -> model.processes().isEmpty());
        await("no route to the model")
                .atMost(SampleModel.PATIENCE)
                .until(() -> model.embed().status() == 404);
        assertThat(suite.registry("GET", "/v1/models/default/goes-away", "").status())
                .isEqualTo(404);
    }

    @Test
    void shouldSayWhyAModelDoesNotLoad(RunningSuite suite) throws IOException {
        // Given a file that is no ONNX model
        Path directory = Files.createDirectories(suite.path().resolve("not-onnx"));
        Files.writeString(directory.resolve("model.onnx"), "<html>404</html>");

        // When it is registered
        suite.registry(
                "POST",
                "/v1/models",
                "{\"name\": \"broken\", \"modelFormat\": \"onnx\", \"storageUri\": \"file://%s\"}"
                        .formatted(directory));

        // Then its status tells
        SampleModel model = suite.model("broken");
        await("the failure in the status")
                .atMost(SampleModel.PATIENCE)
                .until(() ->
                        model.condition("PredictorReady").path("status").asText().equals("False"));
        await("its cause")
                .atMost(SampleModel.PATIENCE)
                .until(() ->
                        model.condition("PredictorReady")
                                .path("message")
                                .asText()
                                .contains("model.onnx"));
        model.delete();
    }
}
