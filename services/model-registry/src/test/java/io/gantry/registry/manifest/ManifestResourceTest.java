package io.gantry.registry.manifest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.gantry.registry.Http;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ManifestResourceTest {

    @Test
    void shouldCreateChangeAndLeaveAlone() {
        String both =
                Yaml.service("applied")
                        + "---\n"
                        + Yaml.runtime("ClusterServingRuntime", "applied");

        apply(both)
                .statusCode(200)
                .body("documents.kind", contains("InferenceService", "ClusterServingRuntime"))
                .body("documents.name", contains("applied", "applied"))
                .body("documents.namespace", contains("default", null))
                .body("documents.outcome", contains("created", "created"));
        apply(both).statusCode(200).body("documents.outcome", contains("unchanged", "unchanged"));
        apply(both.replace("minReplicas: 1", "minReplicas: 2"))
                .statusCode(200)
                .body("documents.outcome", contains("configured", "unchanged"));
        given().get("/v1/models/default/applied").then().body("generation", equalTo(2));
    }

    @Test
    void shouldApplyTheDocumentsBesideThoseThatItRefuses() {
        apply(
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: s3}
                        ---
                        %s
                        ---
                        %s
                        ---
                        %s
                        ---
                        kind: [
                        """
                                .formatted(
                                        Yaml.service("beside"),
                                        Yaml.service("mistyped")
                                                .replace("minReplicas: 1", "minReplicas: one"),
                                        Yaml.service("wrong")
                                                .replace("minReplicas: 1", "minReplicas: -1")))
                .statusCode(207)
                .body(
                        "documents.outcome",
                        contains("unsupported", "created", "invalid", "invalid", "invalid"))
                .body("documents.name", contains("s3", "beside", "mistyped", "wrong", null))
                .body("documents[0].problem.detail", containsString("Secret \"s3\" (v1)"))
                .body(
                        "documents[0].problem.detail",
                        containsString("the kinds of serving.kserve.io"))
                .body("documents[1].problem", nullValue())
                .body("documents[2].problem.errors.field", contains("spec.predictor.minReplicas"))
                .body("documents[3].problem.errors.field", contains("spec.predictor.minReplicas"))
                .body("documents[4].problem.detail", containsString("not readable as YAML"));
        given().get("/v1/models/default/beside").then().statusCode(200);
        given().get("/v1/models/default/wrong").then().statusCode(404);
    }

    @Test
    void shouldTakeAListInJson() {
        Http.sending("application/json")
                .body(
                        """
                        {"apiVersion": "v1", "kind": "List", "items": [
                          {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                           "metadata": {"name": "listed", "namespace": "lists"},
                           "spec": {"predictor": {"model": {
                             "modelFormat": {"name": "onnx"}, "storageUri": "s3://models/m"}}}}]}\
                        """)
                .post("/v1/manifests")
                .then()
                .statusCode(200)
                .body("documents", hasSize(1))
                .body("documents[0].namespace", equalTo("lists"));
    }

    @Test
    void shouldRefuseAVersionThatIsNotTheStoredOne() {
        apply(Yaml.service("stale")).statusCode(200);

        apply(
                        Yaml.service("stale")
                                .replace("  name: stale", "  name: stale\n  resourceVersion: '1'"))
                .statusCode(207)
                .body("documents[0].outcome", equalTo("invalid"))
                .body("documents[0].problem.type", equalTo("urn:gantry:problem:conflict"));
    }

    @Test
    void shouldSayThatNothingCanBeRead() {
        apply("kind: [")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("Line 1"));
        apply("# nothing").statusCode(400).body("detail", containsString("no documents"));
    }

    private static ValidatableResponse apply(String body) {
        return Http.yaml().body(body).post("/v1/manifests").then();
    }
}
