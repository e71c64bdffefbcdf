package io.gantry.registry.status;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.gantry.events.Endpoint;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.registry.Database;
import io.gantry.registry.TopicWriter;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(StatusWriterTest.OftenCompared.class)
class StatusWriterTest {

    private static final String NAMESPACE = "status-writer";
    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/" + NAMESPACE + "/inferenceservices/";

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private TopicWriter topics;

    @BeforeEach
    void open() {
        topics = new TopicWriter();
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldWriteAgainWhatWasLost() {
        register("lost");
        say("lost", 1, Phase.READY);
        awaitReady("lost", "True");

        Database.run("update resource set status = null where name = 'lost'");

        awaitReady("lost", "True");
    }

    @Test
    void shouldWriteNothingThatIsStored() {
        register("same");
        say("same", 1, Phase.READY);
        awaitReady("same", "True");
        String version = service("same").getString("metadata.resourceVersion");

        // Both are read back at the same look.
        register("same-again");
        for (int look = 0; look < 2; look++) {
            Database.run("update resource set status = null where name = 'same-again'");
            await().until(() -> service("same-again").get("status") != null);
        }

        assertThat(service("same").getString("metadata.resourceVersion")).isEqualTo(version);
    }

    @Test
    void shouldGoOnAfterItsConnectionWasCut() {
        register("cut");
        say("cut", 1, Phase.LOADING);
        awaitReady("cut", "Unknown");

        Database.cutConnections();
        say("cut", 2, Phase.READY);

        awaitReady("cut", "True");
    }

    @Test
    void shouldTakeOverWhatAnotherOneHasLeft() throws SQLException {
        register("taken-over");
        say("taken-over", 1, Phase.LOADING);
        awaitReady("taken-over", "Unknown");

        try (Connection _ = Database.holding(Leadership.LOCK)) {
            say("taken-over", 2, Phase.READY);
            await().untilAsserted(() ->
                    given().get("/v1/models/" + NAMESPACE + "/taken-over")
                            .then()
                            .body("ready", is(true)));
            assertThat(ready("taken-over")).isEqualTo("Unknown");
        }

        awaitReady("taken-over", "True");
    }

    private static void register(String name) {
        given().contentType("application/json")
                .body(
                        """
                        {"name": "%s", "namespace": "%s", "modelFormat": "onnx",
                         "storageUri": "s3://models/%s"}\
                        """
                                .formatted(name, NAMESPACE, name))
                .post("/v1/models")
                .then()
                .statusCode(201);
    }

    private void say(String name, long generation, Phase phase) {
        boolean ready = phase == Phase.READY;
        topics.send(
                new PredictorObserved(
                        NAMESPACE,
                        name,
                        name + "-00001",
                        generation,
                        phase,
                        1,
                        ready
                                ? List.of(new Endpoint("r", "127.0.0.1", 4000, "n", true, 9L))
                                : List.of(),
                        "gantry-onnx",
                        null));
    }

    private static void awaitReady(String name, String status) {
        await().atMost(Duration.ofSeconds(30)).until(() -> status.equals(ready(name)));
    }

    private static String ready(String name) {
        return service(name).getString("status.conditions.find { it.type == 'Ready' }.status");
    }

    private static JsonPath service(String name) {
        return given().get(SERVICES + name).then().statusCode(200).extract().jsonPath();
    }

    public static class OftenCompared implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gantry.registry.status.resync", "500ms");
        }
    }
}
