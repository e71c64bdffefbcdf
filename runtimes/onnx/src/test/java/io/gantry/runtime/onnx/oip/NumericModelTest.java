package io.gantry.runtime.onnx.oip;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.gantry.runtime.onnx.serve.NumericModel;
import io.gantry.runtime.onnx.serve.ReadyServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// V2 with a model of two FP32 [-1,2] inputs.
@QuarkusTest
@TestProfile(NumericModel.class)
class NumericModelTest {

    private static final String A =
            "{\"name\":\"a\",\"shape\":[2,2],\"datatype\":\"FP32\",\"data\":[1,2,3,4]}";
    private static final String B =
            "{\"name\":\"b\",\"shape\":[2,2],\"datatype\":\"FP32\",\"data\":[[10,20],[30,40]]}";

    @BeforeEach
    void ready() {
        ReadyServer.untilReady();
    }

    @Test
    void shouldDescribeTheModelsOwnTensors() {
        get("/v2/models/add")
                .then()
                .statusCode(200)
                .body("inputs.name", contains("a", "b"))
                .body("inputs[0].shape", contains(-1, 2))
                .body("outputs.name", contains("sum"));
    }

    @Test
    void shouldComputeFromFlatAndNestedData() {
        infer("{\"inputs\":[%s,%s]}".formatted(A, B))
                .statusCode(200)
                .body("outputs[0].shape", contains(2, 2))
                .body("outputs[0].data", contains(11f, 22f, 33f, 44f));
    }

    @Test
    void shouldReadFieldsInAnyOrder() {
        infer(
                        """
                        {"outputs":[{"name":"sum"}],
                         "inputs":[{"data":[[1,2]],"datatype":"FP32","unknown":{"x":[1]},"shape":[1,2],"name":"a"},
                                   {"data":[5,"NaN"],"parameters":{"x":1},"shape":[1,2],"datatype":"FP32","name":"b"}],
                         "parameters":{"any":"thing"},"id":"last"}
                        """)
                .statusCode(200)
                .body("id", equalTo("last"))
                .body("outputs[0].data[0]", equalTo(6f))
                .body("outputs[0].data[1]", equalTo("NaN"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"inputs\":[A]}|Input \"b\" is missing: the model takes a FP32[-1,2], b FP32[-1,2].",
                "{\"inputs\":[A,A]}|Input \"a\" is there twice.",
                "{\"inputs\":[A,B],\"outputs\":[{\"name\":\"product\"}]}|The model has no output \"product\" for these inputs: it computes sum FP32[-1,2].",
                "{\"inputs\":[A,B],\"outputs\":[{}]}|outputs[0] has no \"name\".",
                "{\"inputs\":[A,B],\"outputs\":{}}|\"outputs\" is no array of output names.",
                "{\"inputs\":[{\"name\":\"c\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}]}|The model has no input \"c\": it takes a FP32[-1,2], b FP32[-1,2].",
                "{\"inputs\":[{\"name\":\"a\",\"shape\":[1,2],\"datatype\":\"INT64\",\"data\":[1,2]}]}|Input \"a\" has the datatype INT64: the model takes FP32[-1,2].",
                "{\"inputs\":[{\"name\":\"a\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1,2]}]}|Input \"a\" has the shape [2]: the model takes FP32[-1,2].",
                "{\"inputs\":[{\"name\":\"a\",\"shape\":[1,3],\"datatype\":\"FP32\",\"data\":[1,2,3]}]}|Input \"a\" has the shape [1,3]: the model takes FP32[-1,2].",
                "{\"inputs\":[{\"name\":\"a\",\"shape\":[2,2],\"datatype\":\"FP32\",\"data\":[1,2,3]}]}|Input \"a\" has the shape [2,2], that is 4 values, but its data has 3.",
                "{\"inputs\":[{\"name\":\"a\",\"shape\":[1,2],\"datatype\":\"FP99\",\"data\":[1,2]}]}|Input \"a\" has the unknown datatype \"FP99\": use one of [BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, BF16, FP32, FP64, BYTES].",
                "{\"inputs\":[{\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}]}|inputs[0] lacks \"name\": a tensor has name, datatype, shape and data.",
                "{\"inputs\":[{\"name\":\"a\",\"datatype\":\"FP32\",\"data\":[1,2]}]}|Input \"a\" lacks \"shape\": a tensor has name, datatype, shape and data.",
                "{\"inputs\":[{\"name\":\"a\",\"shape\":[1,2],\"datatype\":\"FP32\"}]}|Input \"a\" has neither \"data\" nor binary_data_size.",
                "{\"inputs\":[{\"name\":\"a\",\"shape\":\"1,2\",\"datatype\":\"FP32\"}]}|Input \"a\" has a \"shape\" that is no array of numbers.",
                "{\"inputs\":[{\"name\":7}]}|\"name\" is no string.",
                "{\"inputs\":[7]}|inputs[0] is no object.",
                "{\"inputs\":{}}|\"inputs\" is no array of tensors.",
                "{\"inputs\":[]}|The request has no \"inputs\".",
                "[1]|The request is no JSON object with \"inputs\".",
                "''|The request is no JSON object with \"inputs\".",
            })
    void shouldNameWhatIsWrong(String request, String error) {
        infer(request.replace("A", A).replace("B", request.contains("BOOL") ? "B" : B))
                .statusCode(400)
                .contentType("application/json")
                .body("error", equalTo(error));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"inputs\": [|The request is not valid JSON: ",
                "{\"inputs\": nonsense}|The request is not valid JSON: ",
                "{\"inputs\":[A,B]} {}|The request goes on after the end of its JSON, at line 1",
            })
    void shouldSayWhereJsonBreaks(String request, String error) {
        infer(request.replace("A", A).replace("B", B))
                .statusCode(400)
                .body("error", startsWith(error));
    }

    @Test
    void shouldNotKnowOtherModelsVersionsAndPaths() {
        get("/v2/models/other")
                .then()
                .statusCode(404)
                .body(
                        "error",
                        equalTo("Model with name other does not exist: this server has add."));
        get("/v2/models/add/versions/2")
                .then()
                .statusCode(404)
                .body("error", equalTo("Model add has no version 2: this server has version 1."));
        given().body("{}")
                .post("/v2/models/other/infer")
                .then()
                .statusCode(404)
                .body("error", startsWith("Model with name other"));
        get("/v2/nothing")
                .then()
                .statusCode(404)
                .body("error", equalTo("There is nothing at /v2/nothing."));
        get("/v2/models/add/infer")
                .then()
                .statusCode(405)
                .body("error", equalTo("/v2/models/add/infer does not answer this method."));
    }

    private static ValidatableResponse infer(String request) {
        return given().body(request).post("/v2/models/add/infer").then();
    }
}
