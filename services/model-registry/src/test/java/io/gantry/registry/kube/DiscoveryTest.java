package io.gantry.registry.kube;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

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
                .body("versions.version", contains("v1beta1", "v1alpha1"))
                .body("preferredVersion.version", equalTo("v1beta1"));
        given().get("/apis/serving.kserve.io/v1beta1")
                .then()
                .statusCode(200)
                .body("groupVersion", equalTo("serving.kserve.io/v1beta1"))
                .body("resources.name", contains("inferenceservices"))
                .body("resources.shortNames", contains(contains("isvc")));
        given().get("/apis/serving.kserve.io/v1alpha1")
                .then()
                .statusCode(200)
                .body("resources.name", contains("servingruntimes", "clusterservingruntimes"))
                .body("resources.namespaced", contains(true, false));
    }

    @Test
    void shouldAnswerTheAcceptHeaderThatKubectlSends() {
        given().header(
                        "Accept",
                        "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json")
                .get("/apis/serving.kserve.io/v1beta1/inferenceservices")
                .then()
                .statusCode(200)
                .body("kind", equalTo("InferenceServiceList"));
        given().header("Accept", "text/html")
                .get("/apis/serving.kserve.io/v1beta1/inferenceservices")
                .then()
                .statusCode(406)
                .body("reason", equalTo("NotAcceptable"));
    }
}
