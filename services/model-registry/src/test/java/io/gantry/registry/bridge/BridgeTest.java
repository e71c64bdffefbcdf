package io.gantry.registry.bridge;

import static io.gantry.registry.bridge.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.gantry.registry.Database;
import io.gantry.registry.Http;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What comes from the cluster into the registry.
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class BridgeTest {

    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/{ns}/inferenceservices/";

    @Inject Elections elections;

    private final MockCluster cluster = new MockCluster();
    private final Bridges bridges = new Bridges();

    @AfterEach
    void close() {
        bridges.close();
        cluster.close();
    }

    @Test
    void shouldTakeInWhatThereIsAndWhatComesLater() {
        // Given
        cluster.apply("bridge-in", Yaml.service("before"));
        cluster.apply("bridge-in", Yaml.runtime("ServingRuntime", "bridge-runtime"));
        cluster.apply("", Yaml.runtime("ClusterServingRuntime", "bridge-everywhere"));

        // When
        bridges.start(elections, cluster, "bridge-in");

        // Then
        awaitService("bridge-in", "before");
        String runtimes = "/apis/serving.kserve.io/v1alpha1/";
        await().untilAsserted(() -> {
            given().get(runtimes + "namespaces/bridge-in/servingruntimes/bridge-runtime")
                    .then()
                    .statusCode(200);
            given().get(runtimes + "clusterservingruntimes/bridge-everywhere")
                    .then()
                    .statusCode(200);
        });

        cluster.apply("bridge-in", Yaml.service("later"));
        awaitService("bridge-in", "later");

        cluster.apply(
                "bridge-in", Yaml.service("later").replace("minReplicas: 1", "minReplicas: 3"));
        await().untilAsserted(() ->
                given().get(SERVICES + "later", "bridge-in")
                        .then()
                        .body("spec.predictor.minReplicas", equalTo(3))
                        .body("metadata.generation", equalTo(2)));

        cluster.delete("InferenceService", "bridge-in", "later");
        awaitGone("bridge-in", "later");
        cluster.delete("ClusterServingRuntime", "", "bridge-everywhere");
        await().untilAsserted(() ->
                given().get(runtimes + "clusterservingruntimes/bridge-everywhere")
                        .then()
                        .statusCode(404));
        awaitService("bridge-in", "before");
    }

    @Test
    void shouldCatchUpWithWhatHappenedWhileItWasAway() {
        // Given
        cluster.apply("bridge-away", Yaml.service("goes"));
        cluster.apply("bridge-away", Yaml.service("stays"));
        Http.yaml().body(Yaml.service("clients")).post(SERVICES, "bridge-away");
        bridges.start(elections, cluster, "bridge-away");
        awaitService("bridge-away", "goes");
        awaitService("bridge-away", "stays");
        String version = version("bridge-away", "stays");

        // When
        bridges.close();
        cluster.delete("InferenceService", "bridge-away", "goes");
        cluster.apply("bridge-away", Yaml.service("new"));
        bridges.start(elections, cluster, "bridge-away");

        // Then
        awaitGone("bridge-away", "goes");
        awaitService("bridge-away", "new");
        assertThat(version("bridge-away", "stays")).as("what did not change").isEqualTo(version);
        given().get(SERVICES + "clients", "bridge-away").then().statusCode(200);
    }

    @Test
    void shouldTakeAnObjectThatIsBeingDeletedForGone() {
        cluster.apply("bridge-finalizer", Yaml.service("iris"));
        bridges.start(elections, cluster, "bridge-finalizer");
        awaitService("bridge-finalizer", "iris");

        cluster.apply(
                "bridge-finalizer",
                Yaml.service("iris")
                        .replace("name: iris", "name: iris\n  finalizers: [somebody/s]"));
        cluster.delete("InferenceService", "bridge-finalizer", "iris");

        awaitGone("bridge-finalizer", "iris");
        assertThat(cluster.get("InferenceService", "bridge-finalizer", "iris")).isNotNull();
    }

    @Test
    void shouldNotDeleteForWantOfAList() {
        // Given
        cluster.apply("bridge-listless", Yaml.service("iris"));
        bridges.start(elections, cluster, "bridge-listless");
        awaitService("bridge-listless", "iris");
        bridges.close();

        // When
        cluster.refuse("/namespaces/bridge-listless/inferenceservices", 404);
        bridges.start(elections, cluster, "bridge-listless");
        cluster.apply("bridge-listless", Yaml.runtime("ServingRuntime", "one"));
        awaitRuntime("bridge-listless", "one");
        Http.yaml()
                .body(Yaml.service("iris").replace("minReplicas: 1", "minReplicas: 2"))
                .put(SERVICES + "iris", "bridge-listless")
                .then()
                .statusCode(200);
        cluster.apply("bridge-listless", Yaml.runtime("ServingRuntime", "two"));
        awaitRuntime("bridge-listless", "two");

        // Then
        awaitService("bridge-listless", "iris");

        // When
        cluster.delete("InferenceService", "bridge-listless", "iris");
        cluster.allow("/namespaces/bridge-listless/inferenceservices");

        // Then
        awaitGone("bridge-listless", "iris");
    }

    @Test
    void shouldTakeAnotherObjectOfTheNameForAnotherResource() {
        cluster.apply("bridge-another", Yaml.service("iris"));
        bridges.start(elections, cluster, "bridge-another");
        awaitService("bridge-another", "iris");
        bridges.close();
        String uid = uid("bridge-another", "iris");

        cluster.delete("InferenceService", "bridge-another", "iris");
        cluster.apply("bridge-another", Yaml.service("iris"));
        bridges.start(elections, cluster, "bridge-another");

        await().untilAsserted(() -> assertThat(uid("bridge-another", "iris")).isNotEqualTo(uid));
        given().get(SERVICES + "iris", "bridge-another")
                .then()
                .body("metadata.generation", equalTo(3));
    }

    @Test
    void shouldAskForTheObjectItselfBeforeItDeletes() {
        cluster.apply("bridge-stale", Yaml.service("iris"));
        bridges.start(elections, cluster, "bridge-stale");
        awaitService("bridge-stale", "iris");
        bridges.close();
        String uid = uid("bridge-stale", "iris");

        cluster.listNothing("/namespaces/bridge-stale/inferenceservices");
        bridges.start(elections, cluster, "bridge-stale");

        await().untilAsserted(() ->
                assertThat(cluster.asked("/namespaces/bridge-stale/inferenceservices/iris"))
                        .isTrue());
        cluster.apply("bridge-stale", Yaml.runtime("ServingRuntime", "marker"));
        awaitRuntime("bridge-stale", "marker");
        assertThat(uid("bridge-stale", "iris")).isEqualTo(uid);
    }

    @Test
    void shouldPutBackWhatClientsOfTheRegistryDoToAnObjectOfTheCluster() {
        cluster.apply("bridge-owned", Yaml.service("iris"));
        bridges.start(elections, cluster, "bridge-owned");
        awaitService("bridge-owned", "iris");

        Http.yaml()
                .body(Yaml.service("iris").replace("minReplicas: 1", "minReplicas: 5"))
                .put(SERVICES + "iris", "bridge-owned")
                .then()
                .statusCode(200);
        await().untilAsserted(() ->
                given().get(SERVICES + "iris", "bridge-owned")
                        .then()
                        .body("spec.predictor.minReplicas", equalTo(1))
                        .body("metadata.generation", equalTo(3)));

        given().delete(SERVICES + "iris", "bridge-owned").then().statusCode(200);
        awaitService("bridge-owned", "iris");
    }

    @Test
    void shouldFollowAKindAsSoonAsTheClusterHasIt() {
        // Given
        String graphs = "/inferencegraphs";
        cluster.refuse(graphs, 403);
        try (LogOf log = LogOf.bridge()) {
            bridges.start(elections, cluster, "bridge-kind");
            await().untilAsserted(() ->
                    assertThat(log.lines())
                            .filteredOn(line -> line.contains("inferencegraphs"))
                            .singleElement()
                            .asString()
                            .contains("list and watch inferencegraphs.serving.kserve.io"));
            cluster.refuse(graphs, 404);
            await().untilAsserted(() ->
                    assertThat(log.lines())
                            .filteredOn(line -> line.contains("the cluster does not have it"))
                            .hasSize(1));

            int before = cluster.refused(graphs);
            await().until(() -> cluster.refused(graphs) > before + 3);

            // When
            cluster.allow(graphs);
            cluster.apply("bridge-kind", GRAPH);

            // Then
            await().untilAsserted(() ->
                    given().get(
                                    "/apis/serving.kserve.io/v1alpha1/namespaces/bridge-kind/inferencegraphs/graph")
                            .then()
                            .statusCode(200));
            assertThat(log.lines()).filteredOn(line -> line.contains("inferencegraphs")).hasSize(2);
        }
    }

    @Test
    void shouldLeaveOtherNamespacesAlone() {
        cluster.apply("bridge-unwatched", Yaml.service("iris"));
        cluster.apply("bridge-watched", Yaml.service("iris"));

        bridges.start(elections, cluster, "bridge-watched");

        awaitService("bridge-watched", "iris");
        given().get(SERVICES + "iris", "bridge-unwatched").then().statusCode(404);
    }

    @Test
    void shouldCompareAgainFromTimeToTime() {
        cluster.apply("bridge-resync", Yaml.service("iris"));
        bridges.start(
                elections,
                cluster.client(),
                Settings.with(Map.of("namespaces", "bridge-resync", "resync", "200ms")));
        awaitService("bridge-resync", "iris");
        String version = version("bridge-resync", "iris");

        // Behind everybody's back.
        Database.run(
                "update resource set manifest = jsonb_set(manifest, '{spec,predictor,minReplicas}', '7')"
                        + " where scope = 'bridge-resync' and name = 'iris'");

        await().untilAsserted(() ->
                given().get(SERVICES + "iris", "bridge-resync")
                        .then()
                        .body("spec.predictor.minReplicas", equalTo(1)));
        assertThat(version("bridge-resync", "iris")).isNotEqualTo(version);
    }

    static final String GRAPH =
            """
            apiVersion: serving.kserve.io/v1alpha1
            kind: InferenceGraph
            metadata:
              name: graph
            spec:
              nodes:
                root:
                  routerType: Sequence
                  steps:
                    - serviceName: iris
            """;

    private static void awaitService(String namespace, String name) {
        await().untilAsserted(() -> given().get(SERVICES + name, namespace).then().statusCode(200));
    }

    private static void awaitRuntime(String namespace, String name) {
        String path = "/apis/serving.kserve.io/v1alpha1/namespaces/{ns}/servingruntimes/";
        await().untilAsserted(() -> given().get(path + name, namespace).then().statusCode(200));
    }

    private static void awaitGone(String namespace, String name) {
        await().untilAsserted(() -> given().get(SERVICES + name, namespace).then().statusCode(404));
    }

    private static String version(String namespace, String name) {
        return given().get(SERVICES + name, namespace)
                .then()
                .extract()
                .path("metadata.resourceVersion");
    }

    private static String uid(String namespace, String name) {
        return given().get(SERVICES + name, namespace).then().extract().path("metadata.uid");
    }
}
