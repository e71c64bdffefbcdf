package io.gantry.registry.model;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.gantry.registry.Http;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RuntimeResourceTest {

    @Test
    void shouldShowARuntimeOfTheCluster() {
        apply("ClusterServingRuntime", "name: shown-cluster", 2, "  disabled: true\n");

        given().get("/v1/runtimes/shown-cluster")
                .then()
                .statusCode(200)
                .body("name", equalTo("shown-cluster"))
                .body("scope", equalTo("cluster"))
                .body("$", not(hasKey("namespace")))
                .body("formats.name", contains("shown", "other"))
                .body("formats.version", contains("1", null))
                .body("formats.autoSelect", contains(true, false))
                .body("formats.priority", contains(2, null))
                .body("protocolVersions", contains("v2", "grpc-v2"))
                .body("disabled", equalTo(true))
                .body("image", equalTo("example/server:1"));
        given().get("/v1/runtimes")
                .then()
                .statusCode(200)
                .body("items.name", hasItem("shown-cluster"))
                .body("items.findAll { it.scope != 'cluster' }", empty());
    }

    @Test
    void shouldListRuntimesOfANamespaceInPages() {
        List<String> names = List.of("a", "b", "c");
        for (String name : names) {
            int priority = names.indexOf(name) + 1;
            apply("ServingRuntime", "name: %s, namespace: runtimes".formatted(name), priority, "");
        }

        given().queryParam("namespace", "runtimes")
                .queryParam("limit", 2)
                .get("/v1/runtimes")
                .then()
                .statusCode(200)
                .body("items.name", contains("a", "b"))
                .body("items.scope", contains("namespace", "namespace"))
                .body("items.namespace", contains("runtimes", "runtimes"))
                .body("next", equalTo("b"));
        given().queryParam("namespace", "runtimes")
                .queryParam("after", "b")
                .get("/v1/runtimes")
                .then()
                .body("items.name", contains("c"))
                .body("next", nullValue());
        given().queryParam("namespace", "runtimes")
                .get("/v1/runtimes/b")
                .then()
                .statusCode(200)
                .body("disabled", equalTo(false));
    }

    @Test
    void shouldSayThatThereIsNoSuchRuntime() {
        apply("ServingRuntime", "name: only-here, namespace: runtimes-of", 1, "");

        given().get("/v1/runtimes/only-here")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:gantry:problem:runtime-not-found"))
                .body("detail", containsString("no runtime only-here of the cluster"));
        given().queryParam("namespace", "elsewhere")
                .get("/v1/runtimes/only-here")
                .then()
                .statusCode(404)
                .body(
                        "detail",
                        allOf(
                                containsString("in namespace elsewhere"),
                                containsString("GET /v1/runtimes?namespace=elsewhere")));
        given().queryParam("limit", "many")
                .get("/v1/runtimes")
                .then()
                .statusCode(400)
                .body("errors.field", contains("limit"));
    }

    private static void apply(String kind, String metadata, int priority, String more) {
        Http.yaml()
                .body(
                        """
                        apiVersion: serving.kserve.io/v1alpha1
                        kind: %s
                        metadata: {%s}
                        spec:
                        %s  supportedModelFormats:
                            - {name: shown, version: "1", autoSelect: true, priority: %d}
                            - {name: other}
                          protocolVersions: [v2, grpc-v2]
                          containers:
                            - {name: proxy, image: "example/proxy:1"}
                            - {name: kserve-container, image: "example/server:1"}
                        """
                                .formatted(kind, metadata, more, priority))
                .post("/v1/manifests")
                .then()
                .statusCode(200);
    }
}
