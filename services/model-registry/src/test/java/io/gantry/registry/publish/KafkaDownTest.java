package io.gantry.registry.publish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Topic;
import io.gantry.process.SuspendedKafka;
import io.gantry.registry.Http;
import io.gantry.registry.TopicReader;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init")
class KafkaDownTest {

    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/down/inferenceservices";

    @Inject AgroalDataSource database;

    @Test
    void shouldAcceptModelsWhileKafkaIsAwayAndPublishThemWhenItIsBack() {
        Optional<ProcessHandle> broker = SuspendedKafka.broker();
        Assumptions.assumeTrue(broker.isPresent(), "Kafka is none that this test can hold");

        // When
        try (SuspendedKafka _ = SuspendedKafka.of(broker.orElseThrow())) {
            Http.yaml().body(Yaml.service("patient")).post(SERVICES).then().statusCode(201);
            Http.yaml()
                    .body(Yaml.service("patient").replace("minReplicas: 1", "minReplicas: 2"))
                    .put(SERVICES + "/patient")
                    .then()
                    .statusCode(200);

            // Then
            given().get("/v1/models/down/patient").then().body("generation", equalTo(2));
            await("events that wait")
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> waiting() == 2);
        }
        try (TopicReader topic = new TopicReader(Topic.INFERENCE_SERVICES.topicName())) {
            assertThat(topic.awaitEvents("down/patient", InferenceServiceApplied.class, 2))
                    .extracting(InferenceServiceApplied::generation)
                    .containsExactly(1L, 2L);
        }
        await("an empty outbox").atMost(Duration.ofSeconds(30)).until(() -> waiting() == 0);
    }

    private int waiting() {
        try (var connection = database.getConnection();
                var statement =
                        connection.prepareStatement("select count(*) from outbox where key = ?")) {
            statement.setString(1, "down/patient");
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
