package io.gantry.registry.kube;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.gantry.registry.Http;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What Kubernetes clients do beside creating and replacing.
@QuarkusTest
class WritingTest {

    private static final String OF =
            "/apis/serving.kserve.io/v1beta1/namespaces/{ns}/inferenceservices";
    private static final String ONE = OF + "/{name}";
    private static final String MERGE = "application/merge-patch+json";

    @Test
    void shouldPatchByOperations() {
        create("writing-operations", "iris");

        patch("application/json-patch+json", "writing-operations", "iris")
                .apply(
                        "[{\"op\": \"replace\", \"path\": \"/spec/predictor/minReplicas\", \"value\": 4}]")
                .statusCode(200)
                .body("spec.predictor.minReplicas", equalTo(4))
                .body("metadata.generation", equalTo(2));

        patch("application/json-patch+json", "writing-operations", "iris")
                .apply(
                        "[{\"op\": \"test\", \"path\": \"/spec/predictor/minReplicas\", \"value\": 1}]")
                .statusCode(422)
                .body("message", containsString("does not fit"));
        patch("application/json-patch+json", "writing-operations", "iris")
                .apply("{}")
                .statusCode(400)
                .body("message", containsString("list of operations"));
    }

    @Test
    void shouldPatchByMerging() {
        create("writing-merged", "iris");

        patch(MERGE, "writing-merged", "iris")
                .apply(
                        "{\"metadata\": {\"labels\": {\"team\": \"a\"}}, \"spec\": {\"predictor\": {\"minReplicas\": null}}}")
                .statusCode(200)
                .body("metadata.labels.team", equalTo("a"))
                .body("spec.predictor", not(hasItem("minReplicas")));

        patch(MERGE, "writing-merged", "iris")
                .apply("{\"spec\": {\"predictor\": {\"minReplicas\": \"two\"}}}")
                .statusCode(422)
                .body("details.causes.field", hasItem("spec.predictor.minReplicas"));
        patch(MERGE, "writing-merged", "iris")
                .apply("{\"metadata\": {\"resourceVersion\": \"1\"}}")
                .statusCode(409);
        patch(MERGE, "writing-merged", "nobody").apply("{}").statusCode(404);
        patch("application/strategic-merge-patch+json", "writing-merged", "iris")
                .apply("{}")
                .statusCode(415)
                .body("message", containsString("application/merge-patch+json"));
    }

    @Test
    void shouldKeepTheFieldsOfSeveralManagersApart() {
        String service = Yaml.service("iris").replace("    minReplicas: 1\n", "");
        applied("writing-owned", service, "author")
                .statusCode(201)
                .body("metadata.managedFields.manager", hasItem("author"));

        applied("writing-owned", scaling(3), "scaler")
                .statusCode(200)
                .body("spec.predictor.minReplicas", equalTo(3));
        applied("writing-owned", scaling(5), "other")
                .statusCode(409)
                .body("reason", equalTo("Conflict"))
                .body("details.causes.reason", hasItem("FieldManagerConflict"))
                .body("message", containsString("scaler"));
        given().get(ONE, "writing-owned", "iris")
                .then()
                .body("spec.predictor.minReplicas", equalTo(3));

        Http.sending("application/apply-patch+yaml")
                .body(scaling(5))
                .patch(ONE + "?fieldManager=other&force=true", "writing-owned", "iris")
                .then()
                .statusCode(200)
                .body("spec.predictor.minReplicas", equalTo(5))
                .body("spec.predictor.model.storageUri", notNullValue());
        Http.sending("application/apply-patch+yaml")
                .body(scaling(5))
                .patch(ONE, "writing-owned", "iris")
                .then()
                .statusCode(400)
                .body("message", containsString("fieldManager"));
    }

    @Test
    void shouldChangeNothingWhenTheSameIsAppliedAgain() {
        String before =
                applied("writing-again", Yaml.service("iris"), "author")
                        .extract()
                        .path("metadata.resourceVersion");

        applied("writing-again", Yaml.service("iris"), "author")
                .statusCode(200)
                .body("metadata.resourceVersion", equalTo(before))
                .body("metadata.generation", equalTo(1));
    }

    @Test
    void shouldOnlyAnswerInARehearsal() {
        Http.yaml()
                .body(Yaml.service("iris"))
                .post(OF + "?dryRun=All", "writing-rehearsed")
                .then()
                .statusCode(201)
                .body("metadata.uid", notNullValue());
        given().get(ONE, "writing-rehearsed", "iris").then().statusCode(404);

        create("writing-rehearsed", "iris");
        given().delete(ONE + "?dryRun=All", "writing-rehearsed", "iris").then().statusCode(200);
        given().get(ONE, "writing-rehearsed", "iris").then().statusCode(200);
        given().delete(ONE + "?dryRun=Some", "writing-rehearsed", "iris")
                .then()
                .statusCode(400)
                .body("message", containsString("dryRun"));
    }

    @Test
    void shouldDeleteOnlyWhatTheClientMeans() {
        create("writing-meant", "iris");

        given().contentType("application/json")
                .body("{\"preconditions\": {\"uid\": \"another\"}}")
                .delete(ONE, "writing-meant", "iris")
                .then()
                .statusCode(409)
                .body("reason", equalTo("Conflict"));
        given().contentType("application/json")
                .body("{\"propagationPolicy\": \"Background\"}")
                .delete(ONE, "writing-meant", "iris")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldDeleteWhatASelectorMatches() {
        create("writing-several", "one");
        create("writing-several", "two");

        given().queryParam("fieldSelector", "metadata.name=one")
                .delete(OF, "writing-several")
                .then()
                .statusCode(200);

        given().get(OF, "writing-several")
                .then()
                .body("items.metadata.name", equalTo(List.of("two")));
        given().delete("/apis/serving.kserve.io/v1beta1/inferenceservices").then().statusCode(405);
    }

    @Test
    void shouldWarnOfFieldsThatNobodyKnowsOrRefuseThem() {
        String odd = Yaml.service("iris").replace("minReplicas: 1", "minReplicaz: 1");

        Http.yaml()
                .body(odd)
                .post(OF + "?fieldValidation=Strict", "writing-odd")
                .then()
                .statusCode(400)
                .body("message", containsString("spec.predictor.minReplicaz"));
        Http.yaml()
                .body(odd)
                .post(OF, "writing-odd")
                .then()
                .statusCode(201)
                .header(
                        "Warning",
                        containsString("unknown field \\\"spec.predictor.minReplicaz\\\""))
                .body("spec.predictor.minReplicaz", equalTo(1));
    }

    @Test
    void shouldShowTablesToPeople() {
        create("writing-shown", "iris");

        given().header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
                .get(ONE, "writing-shown", "iris")
                .then()
                .statusCode(200)
                .body("kind", equalTo("Table"))
                .body("rows[0].cells[0]", equalTo("iris"))
                .body("rows[0].object.kind", equalTo("PartialObjectMetadata"));
    }

    @Test
    void shouldStoreAStatusApart() {
        String graphs =
                "/apis/serving.kserve.io/v1alpha1/namespaces/writing-graphs/inferencegraphs";
        Http.yaml()
                .body(GRAPH)
                .post(graphs)
                .then()
                .statusCode(201)
                .body("status.conditions.reason", hasItem("ServiceNotFound"));

        Http.sending(MERGE)
                .body("{\"spec\": {\"nodes\": {}}, \"status\": {\"url\": \"http://graph\"}}")
                .patch(graphs + "/pipeline/status")
                .then()
                .statusCode(200)
                .body("status.url", equalTo("http://graph"))
                .body("spec.nodes.root.routerType", equalTo("Sequence"))
                .body("metadata.generation", equalTo(1));
    }

    @Test
    void shouldHoldOtherKindsToTheirRules() {
        String graphs = "/apis/serving.kserve.io/v1alpha1/namespaces/writing-rules/inferencegraphs";

        Http.yaml()
                .body(GRAPH.replace("root:", "start:"))
                .post(graphs)
                .then()
                .statusCode(422)
                .body("reason", equalTo("Invalid"));
        Http.yaml()
                .body(GRAPH.replace("Sequence", "Somehow"))
                .post(graphs)
                .then()
                .statusCode(422)
                .body("details.causes.field", hasItem("spec.nodes.root.routerType"));
    }

    @Test
    void shouldWarnOfWhatWillNotWork() {
        String graphs =
                "/apis/serving.kserve.io/v1alpha1/namespaces/writing-warned/inferencegraphs";
        Http.yaml()
                .body(GRAPH.replace("serviceName: first", "nodeName: nowhere"))
                .post(graphs)
                .then()
                .statusCode(201)
                .header("Warning", containsString("nowhere"));
        List<String> warnings =
                Http.sending(MERGE)
                        .body("{\"metadata\": {\"labels\": {\"team\": \"a\"}}, \"spot\": 1}")
                        .patch(graphs + "/pipeline")
                        .then()
                        .statusCode(200)
                        .extract()
                        .headers()
                        .getValues("Warning");
        assertThat(warnings)
                .anySatisfy(warning -> assertThat(warning).contains("spot"))
                .anySatisfy(warning -> assertThat(warning).contains("nowhere"));
        Http.sending("application/apply-patch+yaml")
                .body(GRAPH.replace("serviceName: first", "nodeName: elsewhere"))
                .patch(graphs + "/pipeline?fieldManager=me&force=true")
                .then()
                .statusCode(200)
                .header("Warning", containsString("elsewhere"));
    }

    @Test
    void shouldShowAnLlmServiceInBothItsVersions() {
        String base = "/apis/serving.kserve.io/%s/namespaces/writing-llm/llminferenceservices";
        Http.yaml()
                .body(
                        """
                        apiVersion: serving.kserve.io/v1alpha1
                        kind: LLMInferenceService
                        metadata: {name: qwen}
                        spec:
                          model: {uri: "hf://Qwen/Qwen2.5-7B", name: qwen, criticality: Critical}
                          replicas: 2
                        """)
                .post(base.formatted("v1alpha1"))
                .then()
                .statusCode(201)
                .body("apiVersion", equalTo("serving.kserve.io/v1alpha1"))
                .body("spec.model.criticality", equalTo("Critical"));

        given().get(base.formatted("v1alpha2") + "/qwen")
                .then()
                .statusCode(200)
                .body("apiVersion", equalTo("serving.kserve.io/v1alpha2"))
                .body("spec.replicas", equalTo(2));
        given().get(base.formatted("v1alpha1"))
                .then()
                .body("items[0].spec.model.criticality", equalTo("Critical"))
                .body("items.apiVersion", hasItems("serving.kserve.io/v1alpha1"));
    }

    private static final String GRAPH =
            """
            apiVersion: serving.kserve.io/v1alpha1
            kind: InferenceGraph
            metadata: {name: pipeline}
            spec:
              nodes:
                root:
                  routerType: Sequence
                  steps:
                    - serviceName: first
            """;

    private static void create(String namespace, String name) {
        Http.yaml().body(Yaml.service(name)).post(OF, namespace).then().statusCode(201);
    }

    private static ValidatableResponse applied(String namespace, String yaml, String manager) {
        return Http.sending("application/apply-patch+yaml")
                .body(yaml)
                .patch(ONE + "?fieldManager=" + manager, namespace, "iris")
                .then();
    }

    private static String scaling(int replicas) {
        return """
        apiVersion: serving.kserve.io/v1beta1
        kind: InferenceService
        metadata: {name: iris}
        spec: {predictor: {minReplicas: %d}}
        """
                .formatted(replicas);
    }

    private static Patching patch(String type, String namespace, String name) {
        return body -> Http.sending(type).body(body).patch(ONE, namespace, name).then();
    }

    @FunctionalInterface
    private interface Patching {
        ValidatableResponse apply(String body);
    }
}
