package io.gantry.runtime.onnx.v1;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.gantry.runtime.onnx.serve.NumericModel;
import io.gantry.runtime.onnx.serve.ReadyServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// V1 with a model of two inputs.
@QuarkusTest
@TestProfile(NumericModel.class)
class NumericPredictTest {

    @BeforeEach
    void ready() {
        ReadyServer.untilReady();
    }

    @Test
    void shouldTakeARowOfEachInputFromEachInstance() {
        given().body("{\"instances\":[{\"a\":[1,2],\"b\":[3,4]},{\"a\":[5,6],\"b\":[7,8]}]}")
                .post("/v1/models/add:predict")
                .then()
                .statusCode(200)
                .body("predictions[0]", contains(4f, 6f))
                .body("predictions[1]", contains(12f, 14f));
    }

    @Test
    void shouldSayWhichInputAnInstanceLacks() {
        given().body("{\"instances\":[[1,2]]}")
                .post("/v1/models/add:predict")
                .then()
                .statusCode(400)
                .body(
                        "error",
                        equalTo(
                                "instances[0] has no \"a\": each instance is an object with a row for each of a FP32[-1,2], b FP32[-1,2]."));
    }

    @Test
    void shouldSayThatRowsDiffer() {
        given().body("{\"instances\":[{\"a\":[1,2],\"b\":[3,4]},{\"a\":[5],\"b\":[7,8]}]}")
                .post("/v1/models/add:predict")
                .then()
                .statusCode(400)
                .body(
                        "error",
                        equalTo(
                                "The arrays in the data of input \"a\" differ in length or depth: a tensor's rows are all alike."));
    }

    @Test
    void shouldSayToOpenAiClientsThatThereAreNoEmbeddings() {
        given().body("{\"model\":\"add\",\"input\":\"text\"}")
                .post("/v1/embeddings")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("model"))
                .body(
                        "error.message",
                        equalTo("The model add makes no embeddings of text: ask it over V2."));
    }
}
