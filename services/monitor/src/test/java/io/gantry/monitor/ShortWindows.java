package io.gantry.monitor;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
        return Map.ofEntries(
                Map.entry("quarkus.http.test-port", Integer.toString(port)),
                Map.entry("gantry.monitor.tick", "500ms"),
                Map.entry("gantry.monitor.autoscaler.stable-window", "6s"),
                Map.entry("gantry.monitor.gpu.nvidia-smi", nvidiaSmi()),
                Map.entry("gantry.monitor.gpu.interval", "500ms"),
                Map.entry("gantry.monitor.autoscaler.config-map", CONFIG_AUTOSCALER.toString()),
                Map.entry("gantry.monitor.autoscaler.scale-to-zero-grace-period", "2s"),
                Map.entry("gantry.monitor.alerts.rules", "src/test/resources/short-rules.yaml"),
                Map.entry("gantry.monitor.alerts.interval", "500ms"),
                Map.entry("gantry.monitor.alerts.broker-interval", "500ms"),
                Map.entry(
                        "gantry.monitor.alerts.webhooks.own.url",
                        "http://127.0.0.1:%d/test/hook?key=s3cret".formatted(port)));
    }

    /// A program that tells of one GPU, which this process uses.
    private static String nvidiaSmi() {
        try {
            Path program =
                    Files.writeString(
                            Path.of("target/nvidia-smi"),
                            """
                            #!/bin/sh
                            case "$1" in
                            --query-gpu*) echo 'GPU-a, 90, 25, 100';;
                            *) echo '%d, GPU-a';;
                            esac
                            """
                                    .formatted(ProcessHandle.current().pid()));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            return program.toAbsolutePath().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
