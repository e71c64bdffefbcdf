package io.gantry.registry.kube;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.gantry.registry.Http;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DiscoveryTest {

    @Test
    void shouldLeadClientsFromTheGroupsToTheirResources() {
        given().get("/apis")
                .then()
                .statusCode(200)
                .body("kind", equalTo("APIGroupList"))
                .body("groups.name", contains("serving.kserve.io"));
        given().get("/apis/serving.kserve.io")
                .then()
                .statusCode(200)
                .body("versions.version", contains("v1beta1", "v1alpha2", "v1alpha1"))
                .body("preferredVersion.version", equalTo("v1beta1"));
        given().get("/apis/serving.kserve.io/v1beta1")
                .then()
                .statusCode(200)
                .body("groupVersion", equalTo("serving.kserve.io/v1beta1"))
                .body("resources.name", contains("inferenceservices", "inferenceservices/status"))
                .body("resources[0].shortNames", contains("isvc"))
                .body("resources[0].verbs", hasItems("watch", "patch"));
        given().get("/apis/serving.kserve.io/v1alpha1")
                .then()
                .statusCode(200)
                .body(
                        "resources.name",
                        hasItems(
                                "servingruntimes",
                                "clusterservingruntimes",
                                "inferencegraphs",
                                "trainedmodels",
                                "llminferenceservices",
                                "localmodelcaches",
                                "clusterstoragecontainers"))
                .body("resources.find { it.name == 'servingruntimes' }.namespaced", equalTo(true))
                .body(
                        "resources.find { it.name == 'clusterservingruntimes' }.namespaced",
                        equalTo(false));
        given().get("/apis/serving.kserve.io/v1").then().statusCode(404);
    }

    @Test
    void shouldAnswerTheAcceptHeaderThatKubectlSends() {
        given().header(
                        "Accept",
                        "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json")
                .get("/apis/serving.kserve.io/v1beta1/inferenceservices")
                .then()
                .statusCode(200)
                .body("kind", equalTo("Table"))
                .body("columnDefinitions.name", hasItems("Name", "URL", "Ready", "Age"));
        given().header("Accept", "text/html")
                .get("/apis/serving.kserve.io/v1beta1/inferenceservices")
                .then()
                .statusCode(406)
                .body("reason", equalTo("NotAcceptable"));
    }

    @Test
    void shouldAnswerWithMetadataAlone() {
        String services = "/apis/serving.kserve.io/v1beta1/namespaces/discovered/inferenceservices";
        Http.yaml().body(Yaml.service("iris")).post(services).then().statusCode(201);

        given().header("Accept", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
                .get(services)
                .then()
                .statusCode(200)
                .body("kind", equalTo("PartialObjectMetadataList"))
                .body("items[0].kind", equalTo("PartialObjectMetadata"))
                .body("items[0].metadata.name", equalTo("iris"))
                .body("items[0].spec", nullValue());
    }

    @Test
    void shouldTellClientsWhatTheKindsLookLike() {
        given().get("/openapi/v3")
                .then()
                .statusCode(200)
                .body(
                        "paths.'apis/serving.kserve.io/v1beta1'.serverRelativeURL",
                        equalTo("/openapi/v3/apis/serving.kserve.io/v1beta1"));
        given().get("/openapi/v3/apis/serving.kserve.io/v1beta1")
                .then()
                .statusCode(200)
                .body(
                        "paths.'/apis/serving.kserve.io/v1beta1/namespaces/{namespace}/inferenceservices/{name}'.patch.parameters.name",
                        hasItems("fieldValidation", "dryRun"))
                .body(
                        "components.schemas.'io.kserve.serving.v1beta1.InferenceService'.properties.spec.required",
                        hasItems("predictor"));
        given().get("/openapi/v3/apis/serving.kserve.io/v9").then().statusCode(404);
        given().get("/openapi/v2")
                .then()
                .statusCode(200)
                .body("swagger", equalTo("2.0"))
                .body(
                        "paths.'/apis/serving.kserve.io/v1beta1/namespaces/{namespace}/inferenceservices'.post.parameters.find { it.in == 'body' }.schema.'$ref'",
                        equalTo("#/definitions/io.kserve.serving.v1beta1.InferenceService"))
                .body(
                        "definitions.'io.kserve.serving.v1alpha1.ServingRuntime'.properties.spec.required",
                        hasItems("containers"));
        given().get("/api").then().statusCode(200).body("kind", equalTo("APIVersions"));
        given().get("/version").then().statusCode(200).body("major", equalTo("1"));
    }
}
