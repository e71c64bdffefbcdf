package io.gantry.runtime.onnx.v1;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.gantry.runtime.onnx.serve.ReadyServer;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// V1 with the sample model.
@QuarkusTest
class PredictTest {

    @BeforeEach
    void ready() {
        ReadyServer.untilReady();
    }

    @Test
    void shouldListModelsForBothKindsOfClients() {
        get("/v1/models")
                .then()
                .statusCode(200)
                .body("models", contains("minilm"))
                .body("object", equalTo("list"))
                .body("data[0].id", equalTo("minilm"))
                .body("data[0].object", equalTo("model"))
                .body("data[0].owned_by", equalTo("gantry"));
    }

    @Test
    void shouldSayThatTheModelIsReady() {
        get("/v1/models/minilm")
                .then()
                .statusCode(200)
                .body("name", equalTo("minilm"))
                .body("ready", equalTo(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"instances\":[\"one\",\"two words\"]}",
                "{\"instances\":[{\"text\":\"one\"},{\"text\":\"two words\"}]}"
            })
    void shouldEmbedEachInstance(String request) {
        given().body(request)
                .post("/v1/models/minilm:predict")
                .then()
                .statusCode(200)
                .body("predictions", hasSize(2))
                .body("predictions[0]", hasSize(384))
                .body("predictions[1]", hasSize(384));
    }

    @Test
    void shouldTakeAColonAsItIsAndEncoded() {
        for (String path : new String[] {"minilm:predict", "minilm%3Apredict"}) {
            given().urlEncodingEnabled(false)
                    .body("{\"instances\":[\"one\"]}")
                    .post("/v1/models/" + path)
                    .then()
                    .statusCode(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|The request has no \"instances\", an array with one entry a row.",
                "{\"instances\":[]}|The request has no \"instances\", an array with one entry a row.",
                "{\"instances\":\"one\"}|The request has no \"instances\", an array with one entry a row.",
                "[\"one\"]|The request is no JSON object.",
                "{\"instances\":[1,2]}|Input \"text\" has the value 1, which is no BYTES (a string).",
                "{\"instances\":[{\"text\":\"a\"},{\"words\":\"b\"}]}|instances[1] has no \"text\": each instance is an object with a row for each of text BYTES[-1].",
            })
    void shouldNameWhatIsWrong(String request, String error) {
        given().body(request)
                .post("/v1/models/minilm:predict")
                .then()
                .statusCode(400)
                .body("error", equalTo(error));
    }

    @Test
    void shouldNotKnowOtherModels() {
        String error = "Model with name other does not exist: this server has minilm.";
        get("/v1/models/other").then().statusCode(404).body("error", equalTo(error));
        given().body("{}")
                .post("/v1/models/minilm:explain")
                .then()
                .statusCode(404)
                .body(
                        "error",
                        equalTo(
                                "There is nothing at /v1/models/minilm:explain: post to /v1/models/minilm:predict."));
        given().body("{\"instances\":[\"one\"]}")
                .post("/v1/models/other:predict")
                .then()
                .statusCode(404)
                .body("error", equalTo(error));
    }
}
