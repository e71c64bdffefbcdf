package io.gantry.registry.model;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Topic;
import io.gantry.registry.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ModelResourceTest {

    @Test
    void shouldRegisterAModelAndPublishIt() {
        // When
        given().contentType("application/json")
                .body(
                        """
                        {"name": "minilm", "modelFormat": "onnx", "storageUri": "file:///models/minilm"}\
                        """)
                .post("/v1/models")
                .then()
                .log()
                .ifValidationFails()
                .statusCode(201)
                .header("Location", org.hamcrest.Matchers.endsWith("/v1/models/default/minilm"));

        // Then
        given().get("/v1/models/default/minilm")
                .then()
                .statusCode(200)
                .body("generation", equalTo(1));
        try (TopicReader topic = new TopicReader(Topic.INFERENCE_SERVICES.topicName())) {
            InferenceServiceApplied event =
                    topic.awaitEvents("default/minilm", InferenceServiceApplied.class, 1)
                            .getFirst();
            assertThat(event.generation()).isEqualTo(1);
            assertThat(event.revisions()).hasSize(1);
        }
    }
}
