package io.gantry.registry.graph;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.gantry.events.Endpoint;
import io.gantry.events.InferenceGraphApplied;
import io.gantry.events.InferenceGraphDeleted;
import io.gantry.events.InferenceGraphEvent;
import io.gantry.events.Keys;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.Revision;
import io.gantry.events.Topic;
import io.gantry.registry.Http;
import io.gantry.registry.TopicReader;
import io.gantry.registry.TopicWriter;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From the manifest of a graph to its event, and from what is said of its services to its status.
@QuarkusTest
class InferenceGraphTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NAMESPACE = "graphs";
    private static final String GRAPHS =
            "/apis/serving.kserve.io/v1alpha1/namespaces/%s/inferencegraphs".formatted(NAMESPACE);
    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/%s/inferenceservices".formatted(NAMESPACE);

    private long generation = System.currentTimeMillis() * 1000;

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
    void shouldTellTheProxiesOfEachChange() {
        create("told", "serviceName: a");
        Http.sending("application/merge-patch+json")
                .body("{\"metadata\":{\"annotations\":{\"serving.kserve.io/stop\":\"true\"}}}")
                .patch(GRAPHS + "/told")
                .then()
                .statusCode(200)
                .body("status.conditions.reason", hasItem("Stopped"));
        Http.sending("application/merge-patch+json")
                .body("{\"metadata\":{\"annotations\":{\"serving.kserve.io/stop\":null}}}")
                .patch(GRAPHS + "/told")
                .then()
                .statusCode(200);
        given().delete(GRAPHS + "/told").then().statusCode(200);

        try (TopicReader reader = new TopicReader(Topic.INFERENCE_GRAPHS.topicName())) {
            List<InferenceGraphEvent> told =
                    reader.awaitEvents(
                            Keys.service(NAMESPACE, "told"), InferenceGraphEvent.class, 4);
            assertThat(told)
                    .extracting(event -> (Object) event.getClass())
                    .containsExactly(
                            InferenceGraphApplied.class,
                            InferenceGraphDeleted.class,
                            InferenceGraphApplied.class,
                            InferenceGraphDeleted.class);
            assertThat(told).extracting(InferenceGraphEvent::generation).isSorted();
            assertThat(told.getFirst())
                    .isInstanceOfSatisfying(
                            InferenceGraphApplied.class,
                            applied ->
                                    assertThat(
                                                    applied.spec()
                                                            .at("/nodes/root/steps/0/serviceName")
                                                            .asText())
                                            .isEqualTo("a"));
        }
    }

    @Test
    void shouldBeReadyWhenAllOfItsServicesAre() {
        create("follows", "serviceName: gone");
        awaitReady("follows", "False", "ServiceNotFound");

        Http.yaml().body(Yaml.service("gone")).post(SERVICES).then().statusCode(201);

        awaitReady("follows", "Unknown", "ServiceNotReady");
        observed("gone", Phase.READY, true);
        awaitReady("follows", "True", null);
        given().get(GRAPHS + "/follows")
                .then()
                .body("status.url", endsWith("/serving/graphs/follows"))
                .body("status.deploymentMode", equalTo("Knative"))
                .body("status.observedGeneration", equalTo(1));

        observed("gone", Phase.LOADING, false);
        awaitReady("follows", "False", "ServiceNotReady");
        given().get(GRAPHS + "/follows").then().body("status.url", nullValue());
        given().delete(SERVICES + "/gone").then().statusCode(200);
        awaitReady("follows", "False", "ServiceNotFound");
    }

    @Test
    void shouldBeReadyWithoutServicesAndNotWithWhatNobodyCanDo() {
        create("foreign", "serviceUrl: \"http://elsewhere/a\"");
        awaitReady("foreign", "True", null);

        create("odd", "{serviceUrl: \"http://elsewhere/a\", condition: \"a.@keys\"}", "Switch");
        awaitReady("odd", "False", "ConditionNotSupported");
        create("nowhere", "nodeName: missing");
        awaitReady("nowhere", "False", "NodeNotFound");
        create("broken", "serviceUrl: \"http://a.{b}/\"");
        awaitReady("broken", "False", "StepNotUsable");
    }

    @Test
    void shouldRefuseACycleAndANameThatAModelHas() {
        Http.yaml()
                .body(graph("cycle", "nodeName: root", "Sequence"))
                .post(GRAPHS)
                .then()
                .statusCode(422)
                .body("message", containsString("leads back to itself"));
        Http.yaml().body(Yaml.service("taken")).post(SERVICES).then().statusCode(201);
        Http.yaml()
                .body(graph("taken", "serviceName: a", "Sequence"))
                .post(GRAPHS)
                .then()
                .statusCode(422)
                .body("message", containsString("there is an InferenceService of this name"));
        create("first", "serviceName: a");
        Http.yaml()
                .body(Yaml.service("first"))
                .post(SERVICES)
                .then()
                .statusCode(422)
                .body("message", containsString("there is an InferenceGraph of this name"));
    }

    private void observed(String service, Phase phase, boolean ready) {
        topics.send(
                new PredictorObserved(
                        NAMESPACE,
                        service,
                        Revision.nameOf(service, 1),
                        ++generation,
                        phase,
                        1,
                        List.of(new Endpoint("r", "127.0.0.1", 1, "n", ready, 1L)),
                        "runtime",
                        null));
    }

    private static void awaitReady(
            String graph, String status, @org.jspecify.annotations.Nullable String reason) {
        await(graph + " " + status + " " + reason)
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        given().get(GRAPHS + "/" + graph)
                                .then()
                                .body("status.conditions[0].type", equalTo("Ready"))
                                .body("status.conditions[0].status", equalTo(status))
                                .body("status.conditions[0].reason", equalTo(reason)));
    }

    private static void create(String name, String step) {
        create(name, step, "Sequence");
    }

    private static void create(String name, String step, String type) {
        Http.yaml().body(graph(name, step, type)).post(GRAPHS).then().statusCode(201);
    }

    private static String graph(String name, String step, String type) {
        return """
        apiVersion: serving.kserve.io/v1alpha1
        kind: InferenceGraph
        metadata: {name: %s}
        spec:
          nodes:
            root:
              routerType: %s
              steps:
                - %s
        """
                .formatted(name, type, step);
    }
}
