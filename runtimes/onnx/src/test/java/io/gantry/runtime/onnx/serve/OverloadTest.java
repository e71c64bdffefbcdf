package io.gantry.runtime.onnx.serve;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.runtime.onnx.model.OnnxFile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// One thread, one waiting request, and a model that computes for long.
@QuarkusTest
@TestProfile(OverloadTest.Narrow.class)
class OverloadTest {

    public static class Narrow implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Path directory = OnnxFile.slow().writeTo(Path.of("target", "test-models", "slow"));
            return Map.of(
                    "gantry.onnx.model-name", "slow",
                    "gantry.onnx.model-dir", directory.toAbsolutePath().toString(),
                    "gantry.onnx.threads", "1",
                    "gantry.onnx.queue-size", "1");
        }
    }

    @Test
    void shouldRefuseAtOnceWhatItCannotQueue() throws Exception {
        // Given: one request computes and one waits
        ReadyServer.untilReady();
        List<Future<Response>> accepted = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            accepted.add(clients.submit(() -> infer(1200)));
            await().atMost(Duration.ofSeconds(10)).until(() -> metric("gantry_onnx_inflight") == 1);
            accepted.add(clients.submit(() -> infer(2)));
            await().atMost(Duration.ofSeconds(10)).until(() -> metric("gantry_onnx_queued") == 1);
            // When
            Response refused = infer(2);
            // Then
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.jsonPath().getString("error"))
                    .isEqualTo(
                            "All 1 threads are computing and 1 requests wait: try again, or start more replicas.");
            for (Future<Response> response : accepted) {
                assertThat(response.get().statusCode()).isEqualTo(200);
            }
        }
    }

    private static Response infer(int size) {
        return given().body(
                        """
                        {"inputs":[{"name":"size","shape":[2],"datatype":"INT64","data":[%d,%d]}],
                         "parameters":{"binary_data_output":true}}
                        """
                                .formatted(size, size))
                .post("/v2/models/slow/infer");
    }

    private static double metric(String name) {
        return get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                // The first request makes it.
                .orElse(0);
    }
}
