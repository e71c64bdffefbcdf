package io.gantry.registry.bridge;

import static io.gantry.registry.bridge.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.gantry.events.PredictorObserved;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.Http;
import io.gantry.registry.TopicWriter;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the cluster's clients see of it.
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class StatusWriteBackTest {

    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/{ns}/inferenceservices/";
    private static final String SERVICE = "InferenceService";

    @Inject Elections elections;

    private final MockCluster cluster = new MockCluster();
    private final Bridges bridges = new Bridges();

    @AfterEach
    void close() {
        bridges.close();
        cluster.close();
    }

    @Test
    void shouldWriteTheStatusWithTheGenerationOfTheCluster() {
        // Given
        cluster.apply("bridge-status", Yaml.service("iris"));
        bridges.start(elections, cluster, "bridge-status");
        await().untilAsserted(() ->
                assertThat(ready(status(SERVICE, "bridge-status", "iris")).path("status").asText())
                        .isEqualTo("Unknown"));

        // When: a label is a new generation in the registry, and none in the cluster
        cluster.apply(
                "bridge-status",
                Yaml.service("iris").replace("name: iris", "name: iris\n  labels: {team: blue}"));
        await().untilAsserted(() ->
                given().get(SERVICES + "iris", "bridge-status")
                        .then()
                        .body("metadata.generation", equalTo(2)));
        isReady("bridge-status", "iris");

        // Then
        await().untilAsserted(() -> {
            JsonNode status = status(SERVICE, "bridge-status", "iris");
            assertThat(ready(status).path("status").asText()).isEqualTo("True");
            assertThat(status.path("observedGeneration").asLong()).isEqualTo(1);
            assertThat(status.path("url").asText())
                    .isEqualTo("http://localhost:8081/serving/bridge-status/iris");
            assertThat(status.path("modelStatus").path("transitionStatus").asText())
                    .isEqualTo("UpToDate");
        });

        // When
        cluster.apply(
                "bridge-status", Yaml.service("iris").replace("minReplicas: 1", "minReplicas: 2"));

        // Then
        await().untilAsserted(() ->
                assertThat(
                                status(SERVICE, "bridge-status", "iris")
                                        .path("observedGeneration")
                                        .asLong())
                        .isEqualTo(2));
    }

    @Test
    void shouldSayWhyAnObjectIsRefusedUntilItIsMended() {
        // Given
        String wrong = Yaml.service("iris").replace("minReplicas: 1", "minReplicas: -1");
        cluster.apply("bridge-refused", wrong);

        // When
        bridges.start(elections, cluster, "bridge-refused");

        // Then
        await().untilAsserted(() -> {
            JsonNode status = status(SERVICE, "bridge-refused", "iris");
            assertThat(ready(status).path("status").asText()).isEqualTo("False");
            assertThat(ready(status).path("reason").asText()).isEqualTo("InvalidSpec");
            assertThat(ready(status).path("message").asText())
                    .contains("spec.predictor.minReplicas");
            assertThat(status.path("modelStatus").path("transitionStatus").asText())
                    .isEqualTo("InvalidSpec");
            assertThat(status.path("observedGeneration").asLong()).isEqualTo(1);
        });
        assertThat(events("bridge-refused"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getReason()).isEqualTo("InvalidSpec");
                    assertThat(event.getMessage()).contains("spec.predictor.minReplicas");
                    assertThat(event.getInvolvedObject().getName()).isEqualTo("iris");
                });
        given().get(SERVICES + "iris", "bridge-refused").then().statusCode(404);

        // When
        cluster.apply("bridge-refused", Yaml.service("iris"));

        // Then
        await().untilAsserted(() -> {
            JsonNode status = status(SERVICE, "bridge-refused", "iris");
            assertThat(ready(status).path("reason").asText()).isEqualTo("WaitingForDownload");
            assertThat(status.path("modelStatus").path("transitionStatus").asText())
                    .isEqualTo("InProgress");
            assertThat(status.path("observedGeneration").asLong()).isEqualTo(2);
        });

        // When
        cluster.apply("bridge-refused", wrong);

        // Then
        await().untilAsserted(() ->
                assertThat(
                                ready(status(SERVICE, "bridge-refused", "iris"))
                                        .path("message")
                                        .asText())
                        .contains("What was accepted before stays in effect"));
        given().get(SERVICES + "iris", "bridge-refused")
                .then()
                .body("spec.predictor.minReplicas", equalTo(1));
    }

    /// Runtimes have no status in KServe.
    @Test
    void shouldTellOfARefusedRuntimeByAnEvent() {
        String file = Yaml.runtime("ServingRuntime", "broken");
        cluster.apply("bridge-broken", file.substring(0, file.indexOf("  containers")));

        bridges.start(elections, cluster, "bridge-broken");

        await().untilAsserted(() ->
                assertThat(events("bridge-broken"))
                        .singleElement()
                        .satisfies(event ->
                                assertThat(event.getMessage()).contains("spec.containers")));
    }

    @Test
    void shouldLeaveAloneWhatClientsOfTheRegistryHaveMade() {
        // Given
        Http.yaml()
                .body(Yaml.service("iris"))
                .post(SERVICES, "bridge-clients")
                .then()
                .statusCode(201);
        cluster.apply(
                "bridge-clients", Yaml.service("iris").replace("minReplicas: 1", "minReplicas: 4"));

        // When
        bridges.start(elections, cluster, "bridge-clients");

        // Then
        await().untilAsserted(() ->
                assertThat(ready(status(SERVICE, "bridge-clients", "iris")).path("reason").asText())
                        .isEqualTo("NameTaken"));
        given().get(SERVICES + "iris", "bridge-clients")
                .then()
                .body("spec.predictor.minReplicas", equalTo(1))
                .body("metadata.generation", equalTo(1));

        // When
        given().delete(SERVICES + "iris", "bridge-clients").then().statusCode(200);

        // Then
        await().untilAsserted(() ->
                given().get(SERVICES + "iris", "bridge-clients")
                        .then()
                        .body("spec.predictor.minReplicas", equalTo(4)));
        await().untilAsserted(() ->
                assertThat(ready(status(SERVICE, "bridge-clients", "iris")).path("reason").asText())
                        .isEqualTo("WaitingForDownload"));
    }

    /// A name may be a client's, then the cluster's, then a client's.
    @Test
    void shouldNotTakeANewResourceForTheOneThatWasTakenIn() {
        cluster.apply("bridge-reused", Yaml.service("iris"));
        bridges.start(elections, cluster, "bridge-reused");
        awaitStatus(SERVICE, "bridge-reused", "iris");
        bridges.close();
        cluster.delete(SERVICE, "bridge-reused", "iris");
        given().delete(SERVICES + "iris", "bridge-reused").then().statusCode(200);
        Http.yaml()
                .body(Yaml.service("iris"))
                .post(SERVICES, "bridge-reused")
                .then()
                .statusCode(201);

        cluster.apply("bridge-reused", Yaml.service("marker"));
        bridges.start(elections, cluster, "bridge-reused");

        awaitStatus(SERVICE, "bridge-reused", "marker");
        given().get(SERVICES + "iris", "bridge-reused").then().statusCode(200);
    }

    @Test
    void shouldSayOfKindsThatNothingActsOnThatTheyAreStoredOnly() {
        cluster.apply(
                "bridge-other",
                """
                apiVersion: serving.kserve.io/v1alpha1
                kind: TrainedModel
                metadata:
                  name: trained
                spec:
                  inferenceService: iris
                  model: {storageUri: "s3://models/iris", framework: sklearn, memory: 1Gi}
                """);

        bridges.start(elections, cluster, "bridge-other");

        awaitReason("TrainedModel", "trained", "StoredOnly");
    }

    @Test
    void shouldSayOfAGraphWhatItLacks() {
        cluster.apply("bridge-other", BridgeTest.GRAPH);

        bridges.start(elections, cluster, "bridge-other");

        awaitReason("InferenceGraph", "graph", "ServiceNotFound");
    }

    private void awaitReason(String kind, String name, String reason) {
        await().untilAsserted(() ->
                assertThat(ready(status(kind, "bridge-other", name)).path("reason").asText())
                        .isEqualTo(reason));
    }

    @Test
    void shouldWriteAStatusOnce() {
        cluster.apply("bridge-once", Yaml.service("iris"));
        bridges.start(elections, cluster, "bridge-once");
        awaitStatus(SERVICE, "bridge-once", "iris");
        String version = clusterVersion("bridge-once", "iris");

        bridges.close();
        cluster.apply("bridge-once", Yaml.service("marker"));
        bridges.start(elections, cluster, "bridge-once");
        awaitStatus(SERVICE, "bridge-once", "marker");

        assertThat(clusterVersion("bridge-once", "iris")).isEqualTo(version);
    }

    @Test
    void shouldWriteWhatItCouldNotWriteWhenTheApiServerIsBackAndSayItOnce() {
        // Given
        cluster.apply("bridge-outage", Yaml.service("iris"));
        bridges.start(elections, cluster, "bridge-outage");
        awaitStatus(SERVICE, "bridge-outage", "iris");

        try (LogOf log = LogOf.bridge();
                LogOf election = LogOf.election();
                LogOf warnings = LogOf.warnings()) {
            // When
            cluster.goAway();
            isReady("bridge-outage", "iris");
            await().untilAsserted(() ->
                    assertThat(election.lines())
                            .filteredOn(line -> line.contains("does not lead any more"))
                            .hasSize(1));
            cluster.comeBack();

            // Then
            await().untilAsserted(() ->
                    assertThat(
                                    ready(status(SERVICE, "bridge-outage", "iris"))
                                            .path("status")
                                            .asText())
                            .isEqualTo("True"));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("API server"))
                    .satisfiesExactly(
                            begin -> assertThat(begin).contains("does not answer"),
                            end -> assertThat(end).contains("answers again"));
            assertThat(warnings.lines())
                    .filteredOn(line -> !line.contains("Kafka") && !line.contains("Vert.x"))
                    .hasSize(1);
        }
    }

    private void awaitStatus(String kind, String namespace, String name) {
        await().untilAsserted(() ->
                assertThat(ready(status(kind, namespace, name)).isMissingNode()).isFalse());
    }

    private JsonNode status(String kind, String namespace, String name) {
        return object(kind, namespace, name).path("status");
    }

    private JsonNode object(String kind, String namespace, String name) {
        return KServeJson.tree(Objects.requireNonNull(cluster.get(kind, namespace, name)));
    }

    private String clusterVersion(String namespace, String name) {
        return object(SERVICE, namespace, name).at("/metadata/resourceVersion").asText();
    }

    private List<Event> events(String namespace) {
        return cluster.people().v1().events().inNamespace(namespace).list().getItems();
    }

    private static JsonNode ready(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition;
            }
        }
        return status.path("no such condition");
    }

    /// What the deployer says.
    private static void isReady(String namespace, String name) {
        try (TopicWriter topics = new TopicWriter()) {
            topics.send(
                    new PredictorObserved(
                            namespace,
                            name,
                            name + "-00001",
                            1,
                            PredictorObserved.Phase.READY,
                            1,
                            List.of(
                                    new io.gantry.events.Endpoint(
                                            "r0", "127.0.0.1", 4000, "n", true, 9L)),
                            "gantry-onnx",
                            null));
        }
    }
}
