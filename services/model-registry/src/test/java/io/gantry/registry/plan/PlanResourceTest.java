package io.gantry.registry.plan;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.gantry.bus.EventPublisher;
import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactReference;
import io.gantry.registry.Artifact;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@SuppressWarnings("NullAway.Init")
class PlanResourceTest {

    @Inject EventPublisher publisher;

    @Test
    void shouldPlanAModelOfItsConfig() {
        plan("""
        {"config": %s, "batchSize": 8, "gpu": {"name": "L4", "count": 4}, "profile": "development",
         "peakRequestsPerSecond": 7.5, "requestsPerSecondPerReplica": 2}\
        """
                        .formatted(PublishedModel.LLAMA_3_8B.config()))
                .statusCode(200)
                .body("estimate.parameters", equalTo(8_030_261_248L))
                .body("estimate.kvCacheBytesPerToken", equalTo(131_072))
                .body("placement.fits", equalTo(true))
                .body("placement.tensorParallelSize", equalTo(2))
                .body("placement.gpuMemoryUtilization", equalTo(0.8f))
                .body("deployment.replicas", equalTo(4))
                .body("deployment.resources.limits.'nvidia.com/gpu'", equalTo("2"))
                .body("deployment.args", hasItem("--tensor-parallel-size=2"));
    }

    @Test
    void shouldPlanARegisteredModelByTheSizeThatTheLoaderMeasured() {
        // Given
        String uri = "s3://models/planned";
        given().contentType("application/json")
                .body(
                        "{\"name\": \"planned\", \"namespace\": \"planning\", \"modelFormat\": \"onnx\", \"storageUri\": \"%s\"}"
                                .formatted(uri))
                .post("/v1/models")
                .then()
                .statusCode(201);
        plan("{\"model\": \"planning/planned\"}")
                .statusCode(422)
                .body("errors[0].field", equalTo("model"))
                .body("detail", containsString("on no node yet"));

        // When
        ArtifactReference files = Artifact.of("planning", uri);
        publisher.publish(
                new ArtifactCached(
                        files.artifact(), "node-1", uri, 1, "/cache/planned", "ab", 1000, 2, 5));

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        plan("{\"model\": \"planning/planned\"}")
                                .statusCode(200)
                                .body("ruleOfThumb.modelSizeBytes", equalTo(1000))
                                .body("ruleOfThumb.memoryBytes", equalTo(2500))
                                .body("ruleOfThumb.steps[0]", containsString("planning/planned"))
                                .body("estimate", nullValue()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|modelSizeBytes|is missing; give the size",
                "{'modelSizeBytes': 0}|modelSizeBytes|more than 0",
                "{'modelSizeBytes': '13 GB'}|modelSizeBytes|found \"13 GB\"",
                "{'modelSizeBytes': '2Pi'}|modelSizeBytes|at most 1.0 PiB",
                "{'modelSizeBytes': 1, 'size': 2}|size|there is no such field; there are batchSize",
                "{'modelSizeBytes': 1, 'model': 'a/b'}|model|leave one out",
                "{'model': 'name'}|model|must be one of namespace/name, found \"name\"",
                "{'model': 'nobody/nothing'}|model|which there is not",
                "{'modelSizeBytes': 1, 'config': []}|config|must be an object",
                "{'config': {'model_type': 'mamba'}}|config.model_type|give modelSizeBytes for the rule of thumb",
                "{'config': {'model_type': 'llama'}}|config.num_hidden_layers|is missing; give modelSizeBytes",
                "{'modelSizeBytes': 1, 'dtype': 'fp8'}|dtype|says nothing without config",
                "{'modelSizeBytes': 1, 'contextLength': 5}|contextLength|says nothing without config",
                "{'modelSizeBytes': 1, 'batchSize': 5}|batchSize|says nothing without config",
                "{'modelSizeBytes': 1, 'gpu': 'H1000'}|gpu|must be one of T4, L4",
                "{'modelSizeBytes': 1, 'gpu': 5}|gpu|found 5",
                "{'modelSizeBytes': 1, 'gpu': {}}|gpu.name|either name or memory",
                "{'modelSizeBytes': 1, 'gpu': {'name': 'T4', 'memory': 1}}|gpu.name|either name or memory",
                "{'modelSizeBytes': 1, 'gpu': {'memory': 'much'}}|gpu.memory|found \"much\"",
                "{'modelSizeBytes': 1, 'gpu': {'name': 'T4', 'count': 0}}|gpu.count|from 1 to 64, found 0",
                "{'modelSizeBytes': 1, 'gpu': {'name': 'T4', 'cores': 0}}|gpu.cores|there is no such field",
                "{'modelSizeBytes': 1, 'gpuMemoryUtilization': 1.1}|gpuMemoryUtilization|from 0.01 to 1, found 1.1",
                "{'modelSizeBytes': 1, 'gpuMemoryUtilization': '0.9'}|gpuMemoryUtilization|found \"0.9\"",
                "{'modelSizeBytes': 1, 'peakRequestsPerSecond': 5}|requestsPerSecondPerReplica|is missing",
                "{'modelSizeBytes': 1, 'requestsPerSecondPerReplica': 5}|peakRequestsPerSecond|is missing",
                "{'modelSizeBytes': 1, 'requestsPerSecondPerReplica': 0, 'peakRequestsPerSecond': 5}|requestsPerSecondPerReplica|from 0.001",
                "{'modelSizeBytes': 1, 'profile': 'staging'}|profile|development or production, found \"staging\""
            })
    void shouldRefuse(String request, String field, String message) {
        plan(request.replace('\'', '"'))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:gantry:problem:invalid-plan"))
                .body("errors.field", contains(field))
                .body("errors[0].message", containsString(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'dtype': 'int3'|dtype|must be one of fp32, bf16",
                "'kvCacheDtype': 'int4'|kvCacheDtype|must be one of auto, fp8",
                "'contextLength': 0|contextLength|from 1 to",
                "'contextLength': '8k'|contextLength|found \"8k\"",
                "'batchSize': 100000|batchSize|from 1 to 65536"
            })
    void shouldRefuseWithAConfig(String fields, String field, String message) {
        plan("{\"config\": %s, %s}"
                        .formatted(PublishedModel.LLAMA_3_8B.config(), fields.replace('\'', '"')))
                .statusCode(422)
                .body("errors.field", contains(field))
                .body("errors[0].message", containsString(message));
    }

    @Test
    void shouldWantAContextLengthThatTheConfigDoesNotHave() {
        var config = PublishedModel.LLAMA_3_8B.config();
        config.remove("max_position_embeddings");

        plan("{\"config\": %s}".formatted(config))
                .statusCode(422)
                .body("errors.field", contains("contextLength"));
    }

    @Test
    void shouldRefuseFiguresThatNoModelHas() {
        var config = PublishedModel.LLAMA_3_8B.config().put("num_key_value_heads", 1 << 20);

        plan("{\"config\": %s, \"contextLength\": 134217728, \"batchSize\": 65536}"
                        .formatted(config))
                .statusCode(422)
                .body("errors.field", contains("config"))
                .body("detail", containsString("beyond 8 EiB"));
    }

    @Test
    void shouldRefuseGroupsThatNoModelHas() {
        var config = PublishedModel.LLAMA_3_8B.config();
        config.putObject("quantization_config")
                .put("quant_method", "awq")
                .put("bits", 4)
                .put("group_size", Long.MAX_VALUE);

        plan("{\"config\": %s, \"gpu\": \"L4\"}".formatted(config))
                .statusCode(422)
                .body("detail", containsString("beyond 8 EiB"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"model\":|Line 1, column", "[]|a JSON object", "''|a JSON object"})
    void shouldSayWhereABodyBreaks(String body, String message) {
        plan(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:gantry:problem:unreadable-body"))
                .body("detail", containsString(message));
    }

    @Test
    void shouldReadJsonOnly() {
        given().contentType("text/plain").body("{}").post("/v1/plan").then().statusCode(415);
    }

    private static ValidatableResponse plan(String body) {
        return given().contentType("application/json").body(body).post("/v1/plan").then();
    }
}
