package io.gantry.runtime.onnx.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.runtime.onnx.model.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The JDK's ahead-of-time cache, which must never be in a start's way.
class AotCacheIT {

    @TempDir Path directory;

    private List<String> arguments = List.of();

    @BeforeEach
    void model() {
        Path model = OnnxFile.add().writeTo(directory.resolve("add"));
        arguments =
                List.of(
                        "--model-name=add",
                        "--model-dir=" + model,
                        "--http-port=0",
                        "--host=127.0.0.1");
    }

    @Test
    void shouldMakeTheCacheInTheBackgroundAndStartFromIt() throws Exception {
        // Given
        try (Launched first = Launched.start(directory, Map.of(), arguments).ready()) {
            // When
            await().atMost(Launched.PATIENCE).until(() -> !caches().isEmpty());
            // Then
            assertThat(first.process().isAlive()).isTrue();
        }
        await().atMost(Launched.PATIENCE).until(() -> files().size() == 1);
        try (Launched second = Launched.start(directory, Map.of(), arguments).ready()) {
            assertThat(second.process().info().arguments().orElseThrow())
                    .contains("-XX:AOTCache=" + caches().getFirst());
            assertThat(second.err()).isEmpty();
        }
    }

    @Test
    void shouldMakeNoCacheInACluster() throws Exception {
        // Given
        Map<String, String> cluster = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        // When
        try (Launched server = Launched.start(directory, cluster, arguments).ready()) {
            // Then
            assertThat(server.process().isAlive()).isTrue();
        }
        assertThat(directory.resolve("gantry").resolve("aot")).doesNotExist();
    }

    @Test
    void shouldStartDespiteACacheThatIsBroken() throws Exception {
        // Given
        try (Launched prepared =
                Launched.start(
                        directory,
                        Map.of(),
                        Stream.concat(Stream.of("prepare"), arguments.stream()).toList())) {
            assertThat(prepared.exitCode()).isZero();
            assertThat(prepared.out()).isEqualTo(caches().getFirst() + "\n");
        }
        Files.writeString(caches().getFirst(), "broken");
        // When
        try (Launched server = Launched.start(directory, Map.of(), arguments).ready()) {
            // Then
            assertThat(server.get("/v2/models/add").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldStartWhereNoCacheCanBeWritten() throws Exception {
        // Given
        Path file = Files.createFile(directory.resolve("file"));
        // When
        try (Launched server =
                Launched.start(
                                directory,
                                Map.of("XDG_CACHE_HOME", file.resolve("cache").toString()),
                                arguments)
                        .ready()) {
            // Then
            assertThat(server.get("/v2/models/add").statusCode()).isEqualTo(200);
            assertThat(server.out()).contains("Native libraries are unpacked anew at each start");
        }
    }

    @Test
    void shouldSayThatNothingCanBeWrittenAnywhere() throws Exception {
        // Given
        Path file = Files.createFile(directory.resolve("file"));
        Map<String, String> nowhere =
                Map.of(
                        "XDG_CACHE_HOME",
                        file.resolve("cache").toString(),
                        "JAVA_TOOL_OPTIONS",
                        "-Djava.io.tmpdir=" + file.resolve("tmp"));
        // When
        try (Launched server = Launched.start(directory, nowhere, arguments)) {
            // Then
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.err()).contains("mount an emptyDir at " + file.resolve("tmp"));
        }
    }

    private List<Path> caches() throws IOException {
        return files().stream().filter(file -> file.toString().endsWith(".aot")).toList();
    }

    private List<Path> files() throws IOException {
        Path caches = directory.resolve("gantry").resolve("aot");
        if (!Files.exists(caches)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(caches)) {
            return files.toList();
        }
    }
}
