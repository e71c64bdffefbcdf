package io.gantry.registry.kube;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.gantry.events.Event;
import io.gantry.events.ServingRuntimeApplied;
import io.gantry.events.ServingRuntimeDeleted;
import io.gantry.events.Topic;
import io.gantry.registry.Http;
import io.gantry.registry.TopicReader;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ServingRuntimeApiTest {

    private static final String V1ALPHA1 = "/apis/serving.kserve.io/v1alpha1";
    private static final String OF = V1ALPHA1 + "/namespaces/%s/servingruntimes";
    private static final String CLUSTER = V1ALPHA1 + "/clusterservingruntimes";

    @Test
    void shouldKeepARuntimeOfANamespaceAndTellEverybody() {
        String path = OF.formatted("team");
        String runtime = Yaml.runtime("ServingRuntime", "mine");

        post(path, runtime)
                .statusCode(201)
                .body("kind", equalTo("ServingRuntime"))
                .body("metadata.namespace", equalTo("team"))
                .body("metadata.generation", equalTo(1))
                .body("spec.containers[0].image", equalTo("example/server:1"));
        post(path, runtime).statusCode(409).body("reason", equalTo("AlreadyExists"));
        put(path + "/mine", runtime.replace("server:1", "server:2"))
                .statusCode(200)
                .body("metadata.generation", equalTo(2));
        put(path + "/mine", runtime.replace("server:1", "server:2"))
                .statusCode(200)
                .body("metadata.generation", equalTo(2));
        given().delete(path + "/mine").then().statusCode(200).body("status", equalTo("Success"));
        given().get(path + "/mine").then().statusCode(404);
        post(path, runtime).statusCode(201).body("metadata.generation", equalTo(4));

        assertThat(events("team/mine", 4))
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(ServingRuntimeApplied.class),
                        second ->
                                assertThat(second)
                                        .isInstanceOfSatisfying(
                                                ServingRuntimeApplied.class,
                                                applied ->
                                                        assertThat(applied.manifest().toString())
                                                                .contains("server:2")),
                        third ->
                                assertThat(third)
                                        .isEqualTo(new ServingRuntimeDeleted("team", "mine", 3)),
                        fourth -> assertThat(fourth).isInstanceOf(ServingRuntimeApplied.class));
    }

    @Test
    void shouldKeepClusterRuntimesApartFromThoseOfNamespaces() {
        post(CLUSTER, Yaml.runtime("ClusterServingRuntime", "wide"))
                .statusCode(201)
                .body("kind", equalTo("ClusterServingRuntime"))
                .body("metadata.namespace", nullValue());
        post(OF.formatted("team"), Yaml.runtime("ServingRuntime", "narrow")).statusCode(201);

        given().get(CLUSTER)
                .then()
                .body("kind", equalTo("ClusterServingRuntimeList"))
                .body("items.metadata.name", hasItem("wide"))
                .body("items.metadata.name", not(hasItem("narrow")));
        given().get(V1ALPHA1 + "/servingruntimes")
                .then()
                .body("kind", equalTo("ServingRuntimeList"))
                .body("metadata.resourceVersion", notNullValue())
                .body("items.metadata.name", hasItem("narrow"))
                .body("items.metadata.name", not(hasItem("wide")));
        given().get(CLUSTER + "/wide").then().statusCode(200);
        given().get(OF.formatted("team") + "/wide").then().statusCode(404);
        assertThat(events("_cluster/wide", 1)).hasSize(1);
    }

    @Test
    void shouldReplaceOnlyTheVersionThatTheClientHasSeen() {
        String runtime = Yaml.runtime("ClusterServingRuntime", "versioned");
        String seen = post(CLUSTER, runtime).extract().path("metadata.resourceVersion");
        String changed =
                runtime.replace("server:1", "server:2")
                        .replace(
                                "  name: v",
                                "  resourceVersion: \"%s\"\n  name: v".formatted(seen));

        put(CLUSTER + "/versioned", changed).statusCode(200);
        put(CLUSTER + "/versioned", changed.replace("server:2", "server:3"))
                .statusCode(409)
                .body("reason", equalTo("Conflict"));
    }

    @Test
    void shouldRefuseWhatBreaksKServesRules() {
        post(
                        CLUSTER,
                        """
                        apiVersion: serving.kserve.io/v1alpha1
                        kind: ClusterServingRuntime
                        metadata: {name: empty}
                        spec: {}
                        """)
                .statusCode(422)
                .body("details.causes.field", hasItem("spec.containers"));
        String prior =
                Yaml.runtime("ClusterServingRuntime", "prior")
                        .replace("autoSelect: true", "autoSelect: true, priority: 1")
                        .replace("spec:\n", "spec:\n  protocolVersions: [v2]\n");
        post(CLUSTER, prior).statusCode(201);
        post(CLUSTER, prior.replaceFirst("name: prior", "name: rival"))
                .statusCode(422)
                .body("message", containsString("by the runtime \"prior\""));
    }

    private static List<Event> events(String key, int count) {
        try (TopicReader topic = new TopicReader(Topic.SERVING_RUNTIMES.topicName())) {
            return topic.await(key, count).stream().map(TopicReader::decode).toList();
        }
    }

    private static ValidatableResponse post(String path, String body) {
        return Http.yaml().body(body).post(path).then();
    }

    private static ValidatableResponse put(String path, String body) {
        return Http.yaml().body(body).put(path).then();
    }
}
