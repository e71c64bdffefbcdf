package io.gantry.runtime.onnx.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.runtime.onnx.model.OnnxFile;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The life of a server process.
class LauncherIT {

    private static final String EMBED = "{\"model\":\"m\",\"input\":\"hello\"}";
    private static final String LONG_COMPUTATION =
            """
            {"parameters":{"binary_data_output":true},
             "inputs":[{"name":"size","shape":[2],"datatype":"INT64","data":[1500,1500]}]}
            """;

    /// More than the system's buffers of a connection take.
    private static final int LARGE_BYTES = 2000 * 2000 * Float.BYTES;

    private static final String LARGE_ANSWER =
            """
            {"parameters":{"binary_data_output":true},
             "inputs":[{"name":"size","shape":[2],"datatype":"INT64","data":[2000,2000]}]}
            """;

    @TempDir Path directory;

    @Test
    void shouldServeTheSampleModelAsTheProcessThatWasStarted() throws Exception {
        // Given
        try (Launched server = Launched.serving(directory, Launched.SAMPLE).ready()) {
            // When
            HttpResponse<String> answer = server.post("/v1/embeddings", EMBED);
            // Then
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"prompt_tokens\":3");
            assertThat(server.process().info().command().orElseThrow()).endsWith("/bin/java");
            assertThat(server.process().children()).isEmpty();
            assertThat(server.err()).isEmpty();
        }
    }

    @Test
    void shouldTakeArgumentsAsKServesServersSpellThem() throws Exception {
        // Given
        List<String> arguments =
                List.of(
                        "--model_name=other",
                        "--model_dir=" + Launched.SAMPLE,
                        "--http_port=0",
                        "--host=127.0.0.1");
        try (Launched server =
                Launched.start(directory, Map.of("GANTRY_ONNX_AOT", "off"), arguments).ready()) {
            // When, Then
            assertThat(server.get("/v1/models/other").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldListenBeyondLoopbackInAClusterOnly() throws Exception {
        // Given
        List<String> arguments =
                List.of("--model-name=m", "--model-dir=" + Launched.SAMPLE, "--http-port=0");
        Map<String, String> cluster =
                Map.of("GANTRY_ONNX_AOT", "off", "KUBERNETES_SERVICE_HOST", "10.0.0.1");
        try (Launched alone =
                        Launched.start(directory, Map.of("GANTRY_ONNX_AOT", "off"), arguments);
                Launched inCluster = Launched.start(directory, cluster, arguments)) {
            // When, Then
            assertThat(alone.address().getHost()).isEqualTo("127.0.0.1");
            assertThat(inCluster.address().getHost()).isEqualTo("0.0.0.0");
        }
    }

    @Test
    void shouldAnswerProbesWhileItStillLoads() throws Exception {
        // Given: a graph so long that it takes a while to load
        OnnxFile model =
                OnnxFile.model().input("x", OnnxFile.FLOAT, 1).output("y20000", OnnxFile.FLOAT, 1);
        for (int i = 0; i <= 20_000; i++) {
            model.node("Neg", List.of(i == 0 ? "x" : "y" + (i - 1)), "y" + i);
        }
        try (Launched server = Launched.serving(directory, model.writeTo(directory.resolve("m")))) {
            // When
            HttpResponse<String> ready = server.get("/v2/health/ready");
            // Then
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(server.get("/v2/health/live").statusCode()).isEqualTo(200);
            assertThat(server.get("/v2/models/m/ready").body())
                    .isEqualTo(
                            "{\"error\":\"Model with name m is not ready: it is still being loaded.\"}");
            assertThat(server.get("/v2/models/m/ready").headers().firstValue("Retry-After"))
                    .contains("1");
            server.ready();
        }
    }

    @Test
    void shouldFinishRequestsBeforeItEndsOnSigterm() throws Exception {
        // Given
        Path model = OnnxFile.slow().writeTo(directory.resolve("slow"));
        try (Launched server = Launched.serving(directory, model).ready();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> answer =
                    clients.submit(() -> server.post("/v2/models/m/infer", LONG_COMPUTATION));
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() ->
                            server.get("/metrics")
                                    .body()
                                    .contains("gantry_onnx_inflight{model_name=\"m\"} 1.0"));
            // When
            server.process().destroy();
            // Then
            assertThat(answer.get().statusCode()).isEqualTo(200);
            assertThat(server.exitCode()).isEqualTo(143);
            assertThat(server.out()).contains("stopped in");
        }
    }

    @Test
    void shouldWriteALargeAnswerToItsEndBeforeItEndsOnSigterm() throws Exception {
        // Given
        Path model = OnnxFile.zeros().writeTo(directory.resolve("large"));
        try (Launched server = Launched.serving(directory, model).ready();
                SlowClient client = new SlowClient(server.address())) {
            client.post("/v2/models/m/infer", LARGE_ANSWER);
            assertThat(client.status()).isEqualTo("HTTP/1.1 200 OK");
            // When
            server.process().destroy();
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            server.out().contains("Waiting for HTTP requests")
                                    || !server.process().isAlive());
            // Then
            assertThat(client.body()).hasSizeGreaterThan(LARGE_BYTES);
            assertThat(server.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void shouldNameThePortThatIsTaken() throws Exception {
        // Given
        try (Launched first = Launched.serving(directory, Launched.SAMPLE);
                Launched second =
                        Launched.serving(
                                directory,
                                Launched.SAMPLE,
                                "--http-port=" + first.address().getPort())) {
            // When, Then
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err())
                    .isEqualTo(
                            "gantry-onnx: Port %d of 127.0.0.1 is taken by another process: end that one or choose another --http-port.%n",
                            first.address().getPort());
        }
    }
}
