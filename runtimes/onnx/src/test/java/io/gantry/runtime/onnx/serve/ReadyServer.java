package io.gantry.runtime.onnx.serve;

import static io.restassured.RestAssured.get;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/// Waits for the server of a `@QuarkusTest`, which starts before its model is loaded.
public final class ReadyServer {

    private ReadyServer() {}

    public static void untilReady() {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> get("/v2/health/ready").statusCode() == 200);
    }
}
