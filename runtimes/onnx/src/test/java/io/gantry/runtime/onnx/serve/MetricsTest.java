package io.gantry.runtime.onnx.serve;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MetricsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request_preprocess_seconds_bucket{model_name=\"minilm\",le=\"0.005\"}",
                "request_preprocess_seconds_count{model_name=\"minilm\"}",
                "request_predict_seconds_bucket{model_name=\"minilm\",le=\"10.0\"}",
                "request_predict_seconds_sum{model_name=\"minilm\"}",
                "request_postprocess_seconds_bucket{model_name=\"minilm\",le=\"+Inf\"}",
                "gantry_onnx_load_seconds_count{model_name=\"minilm\"}",
                "gantry_onnx_batch_size_bucket{model_name=\"minilm\",le=\"2.0\"}",
                "gantry_onnx_inflight{model_name=\"minilm\"}",
                "gantry_onnx_queued{model_name=\"minilm\"}",
            })
    void shouldMeasureWhatKServesServerMeasures(String series) {
        // Given
        ReadyServer.untilReady();
        given().body("{\"instances\":[\"one\",\"two\"]}")
                .post("/v1/models/minilm:predict")
                .then()
                .statusCode(200);
        // When
        String metrics = get("/metrics").then().statusCode(200).extract().asString();
        // Then
        assertThat(metrics.lines()).anyMatch(line -> line.startsWith(series + " "));
    }
}
