package io.gantry.runtime.onnx.oip;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.gantry.runtime.onnx.serve.ReadyServer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// V2 with the sample model.
@QuarkusTest
class TextModelTest {

    @BeforeEach
    void ready() {
        ReadyServer.untilReady();
    }

    @Test
    void shouldTellWhatItIs() {
        get("/v2").then().statusCode(200).body("name", equalTo("gantry-onnx"));
        get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
        get("/v2/health/ready").then().statusCode(200).body("ready", equalTo(true));
        get("/v2/models").then().statusCode(200).body("models", contains("minilm"));
        get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/minilm", "/v2/models/minilm/versions/1"})
    void shouldDescribeTheModelAsItsClientsUseIt(String path) {
        get(path)
                .then()
                .statusCode(200)
                .body("name", equalTo("minilm"))
                .body("versions", contains("1"))
                .body("platform", equalTo("onnxruntime_onnx"))
                .body("inputs", hasSize(1))
                .body("inputs[0].name", equalTo("text"))
                .body("inputs[0].datatype", equalTo("BYTES"))
                .body("inputs[0].shape", contains(-1))
                .body("outputs.name", contains("embedding", "last_hidden_state"))
                .body("outputs[0].shape", contains(-1, 384));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/minilm/ready", "/v2/models/minilm/versions/1/ready"})
    void shouldSayThatTheModelIsReady(String path) {
        get(path)
                .then()
                .statusCode(200)
                .body("name", equalTo("minilm"))
                .body("ready", equalTo(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/minilm/infer", "/v2/models/minilm/versions/1/infer"})
    void shouldEmbedTexts(String path) {
        given().body(
                        """
                        {"id":"42","inputs":[{"name":"text","shape":[2],"datatype":"BYTES","data":["one","two words"]}]}
                        """)
                .post(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("model_name", equalTo("minilm"))
                .body("model_version", equalTo("1"))
                .body("id", equalTo("42"))
                .body("outputs", hasSize(1))
                .body("outputs[0].name", equalTo("embedding"))
                .body("outputs[0].datatype", equalTo("FP32"))
                .body("outputs[0].shape", contains(2, 384))
                .body("outputs[0].data", hasSize(768));
    }

    @Test
    void shouldReturnTheModelsOwnOutputOnRequest() {
        given().body(
                        """
                        {"inputs":[{"name":"anything","shape":[1,1],"datatype":"BYTES","data":[["hello"]]}],
                         "outputs":[{"name":"last_hidden_state"},{"name":"embedding"}]}
                        """)
                .post("/v2/models/minilm/infer")
                .then()
                .statusCode(200)
                .body("id", nullValue())
                .body("outputs.name", contains("last_hidden_state", "embedding"))
                .body("outputs[0].shape", contains(1, 3, 384));
    }

    @Test
    void shouldTakeTokenIdsAsTheModelItselfDoes() {
        given().body(
                        """
                        {"inputs":[{"name":"input_ids","shape":[1,3],"datatype":"INT64","data":[101,7592,102]},
                                   {"name":"attention_mask","shape":[1,3],"datatype":"INT64","data":[1,1,1]},
                                   {"name":"token_type_ids","shape":[1,3],"datatype":"INT64","data":[0,0,0]}]}
                        """)
                .post("/v2/models/minilm/infer")
                .then()
                .statusCode(200)
                .body("outputs.name", contains("last_hidden_state"))
                .body("outputs[0].shape", contains(1, 3, 384));
    }

    @Test
    void shouldTruncateWhatIsTooLong() {
        // Given
        String beginning = "word ".repeat(126);
        // When
        List<Float> whole = embedding(beginning);
        List<Float> longer = embedding(beginning + "another thing entirely ".repeat(50));
        // Then
        assertThat(longer).isEqualTo(whole);
    }

    @Test
    void shouldSayThatATokenIsNoneOfTheModels() {
        given().body(
                        """
                        {"inputs":[{"name":"input_ids","shape":[1,1],"datatype":"INT64","data":[99999999]},
                                   {"name":"attention_mask","shape":[1,1],"datatype":"INT64","data":[1]},
                                   {"name":"token_type_ids","shape":[1,1],"datatype":"INT64","data":[0]}]}
                        """)
                .post("/v2/models/minilm/infer")
                .then()
                .statusCode(400)
                .body("error", containsString("input_ids INT64[1,1]"))
                .body("error", containsString("99999999"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2,2]", "[0]", "[]"})
    void shouldSayWhichShapesOfTextItTakes(String shape) {
        String data =
                switch (shape) {
                    case "[2,2]" -> "[\"a\",\"b\",\"c\",\"d\"]";
                    case "[0]" -> "[]";
                    default -> "[\"a\"]";
                };
        given().body(
                        "{\"inputs\":[{\"name\":\"text\",\"shape\":%s,\"datatype\":\"BYTES\",\"data\":%s}]}"
                                .formatted(shape, data))
                .post("/v2/models/minilm/infer")
                .then()
                .statusCode(400)
                .body(
                        "error",
                        equalTo(
                                "Input \"text\" has the shape "
                                        + shape
                                        + ": the model takes one text a row, [n] or [n,1] with n above 0."));
    }

    @Test
    void shouldRefuseABodyThatIsTooLarge() {
        given().body("{\"inputs\":[\"" + "x".repeat(2_000_000) + "\"]}")
                .post("/v2/models/minilm/infer")
                .then()
                .statusCode(413)
                .body("error", containsString("1048576"));
    }

    private static List<Float> embedding(String text) {
        return given().body(
                        "{\"inputs\":[{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"%s\"]}]}"
                                .formatted(text))
                .post("/v2/models/minilm/infer")
                .then()
                .statusCode(200)
                .extract()
                .path("outputs[0].data");
    }
}
