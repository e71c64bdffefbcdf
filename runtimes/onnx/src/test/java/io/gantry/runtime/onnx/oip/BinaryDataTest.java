package io.gantry.runtime.onnx.oip;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.gantry.runtime.onnx.serve.NumericModel;
import io.gantry.runtime.onnx.serve.ReadyServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The binary tensor data extension.
@QuarkusTest
@TestProfile(NumericModel.class)
class BinaryDataTest {

    private static final String HEADER =
            """
            {"parameters":{"binary_data_output":true},
             "inputs":[{"name":"a","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}},
                       {"name":"b","shape":[1,2],"datatype":"FP32","data":[1,1]}]}\
            """;

    @BeforeEach
    void ready() {
        ReadyServer.untilReady();
    }

    @Test
    void shouldReadAndWriteBinaryTensors() {
        // When
        Response response = post(HEADER, floats(1.5f, -2f), HEADER.length());
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith("application/octet-stream");
        int length = Integer.parseInt(response.header("Inference-Header-Content-Length"));
        byte[] body = response.asByteArray();
        JsonPath json = JsonPath.from(new String(body, 0, length, StandardCharsets.UTF_8));
        assertThat(json.getInt("outputs[0].parameters.binary_data_size")).isEqualTo(8);
        assertThat(json.getList("outputs[0].data")).isNull();
        assertThat(Arrays.copyOfRange(body, length, body.length)).isEqualTo(floats(2.5f, -1f));
    }

    @Test
    void shouldLetAnOutputDecideForItself() {
        // Given
        String header =
                HEADER.replace(
                        "\"inputs\"",
                        "\"outputs\":[{\"name\":\"sum\",\"parameters\":{\"binary_data\":false}}],\"inputs\"");
        // When, Then
        post(header, floats(1, 2), header.length())
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("outputs[0].data[1]", equalTo(3f));
    }

    @Test
    void shouldSayThatBinaryDataIsMissing() {
        post(HEADER, new byte[4], HEADER.length())
                .then()
                .statusCode(400)
                .body(
                        "error",
                        equalTo(
                                "Input \"a\" announces 8 bytes of binary data, but 4 are left in the body."));
    }

    @Test
    void shouldSayThatBinaryDataIsLeftOver() {
        post(HEADER, new byte[12], HEADER.length())
                .then()
                .statusCode(400)
                .body(
                        "error",
                        equalTo(
                                "The body has 4 bytes of binary data that no input's binary_data_size announces."));
    }

    @Test
    void shouldSayThatTheHeaderIsWrong() {
        post(HEADER, new byte[0], 100_000)
                .then()
                .statusCode(400)
                .body(
                        "error",
                        equalTo(
                                "Inference-Header-Content-Length is 100000, but the body has %d bytes of which it must be the JSON part."
                                        .formatted(HEADER.length())));
    }

    @Test
    void shouldSayThatBytesAreNoWholeNumbers() {
        // Given
        String header = HEADER.replace("binary_data_size\":8", "binary_data_size\":7");
        // When, Then
        post(header, new byte[7], header.length())
                .then()
                .statusCode(400)
                .body(
                        "error",
                        equalTo(
                                "Input \"a\" has 7 bytes of binary data, no multiple of the 4 bytes of one FP32."));
    }

    private static Response post(String header, byte[] data, int length) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(header.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(data);
        return given().contentType("application/octet-stream")
                .header("Inference-Header-Content-Length", length)
                .body(body.toByteArray())
                .post("/v2/models/add/infer");
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
