package io.gantry.runtime.llamacpp.openai;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The server with the small model that it comes with.
public final class TinyModel implements QuarkusTestProfile {

    static final Path DIRECTORY = Path.of("model").toAbsolutePath();

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gantry.llamacpp.model-name", "tiny",
                "gantry.llamacpp.model-dir", DIRECTORY.toString(),
                "gantry.llamacpp.max-num-seqs", "2",
                "gantry.llamacpp.queue-size", "2",
                "gantry.llamacpp.threads", "2");
    }

    static void untilReady() {
        await().atMost(Duration.ofSeconds(60)).until(() -> get("/health").statusCode() == 200);
    }

    static Response chat(String request) {
        return given().contentType("application/json").body(request).post("/v1/chat/completions");
    }

    static Response complete(String request) {
        return given().contentType("application/json").body(request).post("/v1/completions");
    }

    /// A series in Prometheus' format; 0 while there is none.
    static double metric(String series) {
        return get("/metrics")
                .body()
                .asString()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
