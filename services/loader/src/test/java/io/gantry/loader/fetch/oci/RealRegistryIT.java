package io.gantry.loader.fetch.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.AsSomebody;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.load.Loading;
import io.gantry.loader.verify.VerifiedFile;
import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pulls from the registry of the distribution project what the libraries of crane and ORAS have
/// pushed. Both are made by Go from `src/test/registry`; without Go these tests are skipped.
class RealRegistryIT {

    private static final String PASSWORD =
            Base64.getEncoder().encodeToString("me:geheim".getBytes(UTF_8));

    @TempDir static Path made;

    private static RunningProgram registry;
    private static String host;

    @TempDir Path directory;

    private final Deque<Loading> open = new ArrayDeque<>();

    @BeforeAll
    static void start() throws Exception {
        Path binary = Path.of("target", "registry").toAbsolutePath();
        if (!Files.exists(binary)) {
            assumeTrue(
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "go"))),
                    "SKIPPED: there is no go on this machine");
            Path sources = Path.of("src", "test", "registry").toAbsolutePath();
            List<String> build =
                    List.of("go", "build", "-C", sources.toString(), "-o", binary.toString(), ".");
            try (RunningProgram go = Program.of(build).start(made)) {
                assertThat(go.exitCode()).as(go.log()).isZero();
            }
        }
        registry = Program.of(List.of(binary.toString())).start(made);
        registry.awaitOutput("localhost:");
        host = registry.out().strip();
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @AfterEach
    void close() {
        open.forEach(Loading::close);
    }

    @Test
    void shouldTakeAModelOutOfAnImage() throws Exception {
        Loading loading = loading(PASSWORD);

        Manifest manifest = loading.loaded("oci://" + host + "/cars/iris:v1");

        assertThat(manifest.files())
                .extracting(VerifiedFile::path)
                .containsExactlyInAnyOrder("1/model.onnx", "config.json");
        assertThat(loading.pathOf(manifest).resolve("1/model.onnx"))
                .hasContent("weights for " + Platform.ofThisMachine().architecture());
    }

    @Test
    void shouldLoadAnArtifactOfOras() {
        Loading loading = loading(PASSWORD);

        Manifest manifest = loading.loaded("oci://" + host + "/artifacts/iris:v1");

        assertThat(manifest.files())
                .extracting(VerifiedFile::path)
                .containsExactlyInAnyOrder("model.onnx", "tokenizer/sub/vocab.txt");
        assertThat(loading.pathOf(manifest).resolve("tokenizer/sub/vocab.txt")).hasContent("a b");
    }

    @Test
    void shouldSayThatItMayNotPullOrThatNothingIsThere() {
        Failure denied = loading("bWU6d3Jvbmc=").failure("oci://" + host + "/cars/iris:v1");
        Failure missing = loading(PASSWORD).failure("oci://" + host + "/cars/iris:v2");

        assertThat(denied.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
        assertThat(missing.reason()).isEqualTo(FailureReason.STORAGE_NOT_FOUND);
    }

    /// In parts, so that the registry's ranges are used.
    private Loading loading(String basic) {
        Settings settings =
                Settings.impatient()
                        .with("gantry.loader.download.read-timeout", "10s")
                        .with("gantry.loader.download.part-size", "16K");
        var config = settings.config();
        Loading loading =
                new Loading(
                        directory.resolve("cache-" + open.size()),
                        settings,
                        AsSomebody.with(
                                new OciSource(config, new TrustedCertificates(config)),
                                OciCredentials.SECRET,
                                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(host, basic)));
        open.push(loading);
        return loading;
    }
}
