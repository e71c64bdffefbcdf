package io.gantry.monitor.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.gantry.events.Endpoint;
import io.gantry.monitor.Settings;
import io.quarkus.runtime.ShutdownEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpusTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir Path directory;
    private Gpus gpus = new Gpus(Settings.defaults());
    private @Nullable HttpServer exporter;

    @AfterEach
    void stop() {
        gpus.stop(new ShutdownEvent());
        if (exporter != null) {
            exporter.stop(0);
        }
    }

    @Test
    void shouldKnowThePodsOfAnExporter() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page =
                "DCGM_FI_DEV_GPU_UTIL{UUID=\"a\",namespace=\"default\",pod=\"p\"} 40\n"
                        .getBytes(StandardCharsets.UTF_8);
        exporter = server;
        server.createContext(
                "/metrics",
                exchange -> {
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        server.start();
        gpus =
                gpus(
                        "gantry.monitor.gpu.dcgm-urls",
                        "http://localhost:%d/metrics".formatted(server.getAddress().getPort()));
        Endpoint pod = new Endpoint("p", "10.0.0.1", 8080, "n", true, 1L);
        assertThat(read("default", pod)).as("nobody has asked").isEmpty();

        gpus.follow(false);

        await().atMost(PATIENCE)
                .until(() -> read("default", pod).equals(Optional.of(new GpuUse(40, 0))));
        assertThat(read("other", pod)).isEmpty();
        assertThat(gpus.read("default", pod, Instant.now().plusSeconds(60)))
                .as("too old to be believed")
                .isEmpty();

        assertThat(gpus.known()).isTrue();
        gpus.stop(new ShutdownEvent());
        assertThat(read("default", pod)).isEmpty();
        assertThat(gpus.known()).isFalse();
    }

    /// A process that a replica has started is the replica's.
    @Test
    void shouldKnowTheProcessesOfThisMachine() throws IOException {
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            Path program =
                    Files.writeString(
                            directory.resolve("smi"),
                            """
                            #!/bin/sh
                            case "$1" in
                            --query-gpu*) echo 'GPU-a, 93, 50, 100';;
                            *) echo '%d, GPU-a';;
                            esac
                            """
                                    .formatted(child.pid()));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            gpus = gpus("gantry.monitor.gpu.nvidia-smi", program.toString());
            gpus.follow(true);

            Endpoint replica = replica(ProcessHandle.current().pid());
            await().atMost(PATIENCE)
                    .until(() -> read("default", replica).equals(Optional.of(new GpuUse(93, 50))));
            assertThat(read("default", replica(child.pid() + 1))).isEmpty();

            gpus.follow(false);
            assertThat(read("default", replica)).as("nobody wants to know").isEmpty();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void shouldKnowNothingWhereThereIsNoProgram() throws Exception {
        gpus = gpus("gantry.monitor.gpu.nvidia-smi", directory.resolve("absent").toString());
        gpus.follow(true);

        assertThat(read("default", replica(1L))).isEmpty();
    }

    private Optional<GpuUse> read(String namespace, Endpoint replica) {
        return gpus.read(namespace, replica, Instant.now());
    }

    private static Endpoint replica(long pid) {
        return new Endpoint("r", "127.0.0.1", 8080, "local", true, 1L, null, pid, null);
    }

    private static Gpus gpus(String key, String value) {
        return new Gpus(Settings.with(Map.of("gantry.monitor.gpu.interval", "50ms", key, value)));
    }
}
