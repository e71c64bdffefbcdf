package io.gantry.monitor;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/// Windows as short as they may be, so that tests see whole life cycles; and a webhook, which is in
/// the tests' own application.
public final class ShortWindows implements QuarkusTestProfile {

    /// Where Knative's ConfigMap is mounted; empty, and to be left empty.
    public static final Path CONFIG_AUTOSCALER = Path.of("target/config-autoscaler");

    @Override
    public Map<String, String> getConfigOverrides() {
        int port = freePort();
        CONFIG_AUTOSCALER.toFile().mkdirs();
        return Map.of(
                "quarkus.http.test-port", Integer.toString(port),
                "gantry.monitor.tick", "500ms",
                "gantry.monitor.autoscaler.stable-window", "6s",
                "gantry.monitor.autoscaler.config-map", CONFIG_AUTOSCALER.toString(),
                "gantry.monitor.autoscaler.scale-to-zero-grace-period", "2s",
                "gantry.monitor.alerts.rules", "src/test/resources/short-rules.yaml",
                "gantry.monitor.alerts.interval", "500ms",
                "gantry.monitor.alerts.broker-interval", "500ms",
                "gantry.monitor.alerts.webhooks.own.url",
                        "http://127.0.0.1:%d/test/hook?key=s3cret".formatted(port));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
