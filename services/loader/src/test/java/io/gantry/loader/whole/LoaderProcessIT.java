package io.gantry.loader.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.bus.EventPublisher;
import io.gantry.events.ArtifactReference;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import io.gantry.loader.reconcile.PublishedArtifacts;
import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults that only a real process can suffer.
@QuarkusTest
@TestProfile(SilentApplication.class)
class LoaderProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final int NOBODY = 65534;

    @Inject EventPublisher publisher;

    @TempDir Path directory;

    private final String node = "node-" + UUID.randomUUID();
    private SlowOrigin origin;

    @BeforeEach
    void start() throws IOException {
        origin = new SlowOrigin();
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    /// In one stream, and in parts.
    @ParameterizedTest
    @ValueSource(strings = {"6M", "64K"})
    void shouldShowNothingHalfAndGoOnAtTheSameByteAfterAKillDuringADownload(String partSize)
            throws IOException {
        Path cache = directory.resolve("cache");
        Program command = command(cache, Map.of("gantry.loader.download.part-size", partSize));
        ArtifactReference reference = apply(origin.uri());
        try (LoaderProcess killed = LoaderProcess.start(command, directory)) {
            awaitHalf(killed, reference);
            killed.program().kill();
        }
        assertThat(files(cache.resolve("artifacts"))).isEmpty();
        assertThat(files(cache.resolve("blobs"))).isEmpty();
        assertThat(files(cache.resolve("tmp"))).isNotEmpty();
        int before = origin.starts().size();

        origin.release();
        try (LoaderProcess restarted = LoaderProcess.start(command, directory)) {
            restarted.awaitState(reference, "Cached");
        }
        // One byte to see what is there, and nothing that had come before; parts come in any order.
        assertThat(origin.starts().subList(before, origin.starts().size()))
                .contains(0, SlowOrigin.HALF)
                .filteredOn(start -> start != 0)
                .allMatch(start -> start >= SlowOrigin.HALF);
        assertThat(files(cache.resolve("tmp"))).isEmpty();
        assertThat(cache.resolve("artifacts").resolve(reference.artifact()).resolve("model.bin"))
                .hasBinaryContent(SlowOrigin.CONTENT);
    }

    @Test
    void shouldEndSoonInTheMiddleOfADownload() throws IOException, InterruptedException {
        Path cache = directory.resolve("cache");
        ArtifactReference reference = apply(origin.uri());
        try (LoaderProcess loader = LoaderProcess.start(command(cache), directory)) {
            awaitHalf(loader, reference);

            assertThat(loader.program().terminate()).isLessThan(SOON);
            assertThat(loader.program().log())
                    .contains("loader stopped")
                    .doesNotContain("Exception");
        }
        assertThat(files(cache.resolve("artifacts"))).isEmpty();
        assertThat(files(cache.resolve("blobs"))).isEmpty();
    }

    @Test
    void shouldSayThatTheDiskIsFullAndLeaveNothing() throws IOException {
        Path cache = Files.createDirectories(directory.resolve("small"));
        List<String> smallDisk =
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=1m tmpfs \"$0\" && exec \"$@\"",
                        cache.toString());
        assumeTrue(succeeds(smallDisk), "this machine lets nobody mount a small disk");
        origin.release();
        ArtifactReference reference = apply(origin.uri() + "?unknown-size");

        try (LoaderProcess loader =
                LoaderProcess.start(command(cache).behind(smallDisk), directory)) {
            JsonPath state = loader.awaitState(reference, "Failed");

            assertThat(state.getString("failure.reason")).isEqualTo("DiskFull");
            assertThat(state.getString("failure.message")).contains(cache + " has no room");
            assertThat(state.getString("failure.remedy")).contains("gantry.loader.cache.directory");
            assertThat(state.getString("retryAt")).isNotBlank();
            assertThat(PublishedArtifacts.of(reference.artifact()))
                    .last()
                    .asString()
                    .startsWith("io.gantry.artifact.failed.v1")
                    .contains("\"reason\":\"DiskFull\"");
            assertThat(files(loader.seen(cache)))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("lock");
            assertThat(loader.program().log()).doesNotContain("Exception");
        }
    }

    /// Where the limit is the process's, not the disk's.
    @Test
    void shouldSayThatAFileMayNotBecomeSoLarge() throws IOException {
        Path cache = directory.resolve("cache");
        origin.release();
        ArtifactReference reference = apply(origin.uri());
        List<String> limited = List.of("sh", "-c", "ulimit -f 512 && exec \"$0\" \"$@\"");

        try (LoaderProcess loader =
                LoaderProcess.start(command(cache).behind(limited), directory)) {
            JsonPath state = loader.awaitState(reference, "Failed");

            assertThat(state.getString("failure.reason")).isEqualTo("CacheUnusable");
            assertThat(state.getString("failure.message")).contains("File too large");
        }
        assertThat(files(cache.resolve("tmp"))).isEmpty();
    }

    @Test
    void shouldEndWithAClearErrorOnACacheThatAnotherLoaderHas()
            throws IOException, InterruptedException {
        Path cache = directory.resolve("cache");
        origin.release();
        ArtifactReference reference = apply(origin.uri());
        try (LoaderProcess first = LoaderProcess.start(command(cache), directory)) {
            first.awaitState(reference, "Cached");

            try (LoaderProcess second = LoaderProcess.start(command(cache), directory)) {
                assertThat(second.program().exitCode()).isNotZero();
                assertThat(second.program().log())
                        .contains("The cache " + cache + " is in use by the loader with process id")
                        .contains("gantry.loader.cache.directory");
            }
            assertThat(first.state(reference).getString("state")).isEqualTo("Cached");
        }
    }

    @Test
    void shouldEndWithAClearErrorOnABundleThatIsNone() throws IOException, InterruptedException {
        Program command =
                command(
                        directory.resolve("cache"),
                        Map.of("gantry.loader.tls.ca-bundles", "/nowhere/ca.pem"));

        try (LoaderProcess loader = LoaderProcess.start(command, directory)) {
            assertThat(loader.program().exitCode()).isNotZero();
            assertThat(loader.program().log())
                    .contains("gantry.loader.tls.ca-bundles: /nowhere/ca.pem is no file")
                    .contains("Give PEM files");
        }
    }

    @Test
    void shouldSayThatTheCacheIsAnotherUsers() throws IOException, InterruptedException {
        List<String> asNobody = asNobody();
        Path cache = Files.createDirectories(directory.resolve("cache"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
        Path destination = Files.createDirectories(directory.resolve("models"));
        Files.setAttribute(destination, "unix:uid", NOBODY);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        origin.release();

        try (LoaderProcess loader =
                LoaderProcess.start(command(cache).behind(asNobody), directory)) {
            assertThat(loader.program().exitCode()).isNotZero();
            assertThat(loader.program().log())
                    .contains("The cache " + cache + " cannot be used")
                    .contains("gantry.loader.cache.directory");
        }
        try (RunningProgram verify = command(cache, "verify").behind(asNobody).start(directory)) {
            assertThat(verify.exitCode()).isEqualTo(10);
            assertThat(verify.err()).contains("There is no cache that can be read in " + cache);
        }
        // A pod does not fail for want of the node's cache.
        try (RunningProgram pull =
                command(
                                cache,
                                "pull",
                                "--artifact",
                                "0123456789abcdef",
                                origin.uri(),
                                destination.toString())
                        .behind(asNobody)
                        .start(directory)) {
            assertThat(pull.exitCode()).as(pull.log()).isZero();
            assertThat(destination.resolve("model.bin")).hasBinaryContent(SlowOrigin.CONTENT);
        }
        assertThat(cache).isEmptyDirectory();
        // Where it is to put the model, it has to be able to.
        Path others = Files.createDirectories(directory.resolve("others"));
        try (RunningProgram pull =
                command(cache, "pull", origin.uri(), others.toString())
                        .behind(asNobody)
                        .start(directory)) {
            assertThat(pull.exitCode()).isEqualTo(10);
            assertThat(pull.err()).contains("CacheUnusable: ", others.toString());
        }
    }

    private Program command(Path cache, String... words) {
        List<String> all = new java.util.ArrayList<>(command(cache).words());
        all.addAll(List.of(words));
        return Program.of(all);
    }

    private static List<String> asNobody() {
        String user = Integer.toString(NOBODY);
        List<String> asNobody =
                List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups");
        Path jar = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
        assumeTrue(
                succeeds(
                        Stream.concat(asNobody.stream(), Stream.of("test", "-r", jar.toString()))
                                .toList()),
                "only root can become somebody who may not read");
        return asNobody;
    }

    @Test
    void shouldSayWhatAnOrdinaryUserMayNotRead() throws IOException {
        List<String> asNobody = asNobody();
        Path models = Files.createDirectories(directory.resolve("models"));
        Files.writeString(models.resolve("model.bin"), "weights");
        Files.setPosixFilePermissions(
                models.resolve("model.bin"), PosixFilePermissions.fromString("rw-------"));
        Path cache = Files.createDirectories(directory.resolve("cache"));
        Files.setAttribute(cache, "unix:uid", NOBODY);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        ArtifactReference reference = apply("file://" + models);

        try (LoaderProcess loader =
                LoaderProcess.start(command(cache).behind(asNobody), directory)) {
            JsonPath state = loader.awaitState(reference, "Failed");

            assertThat(state.getString("failure.reason")).isEqualTo("StorageAccessDenied");
            assertThat(state.getString("failure.message"))
                    .contains(models.resolve("model.bin") + " may not be read");
        }
    }

    private static void awaitHalf(LoaderProcess loader, ArtifactReference reference) {
        await("half of it came")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> loader.state(reference).getLong("bytesDone") >= SlowOrigin.HALF);
    }

    private Program command(Path cache) {
        return command(cache, Map.of());
    }

    private Program command(Path cache, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("gantry.loader.node", node);
        settings.put("gantry.loader.interval", "100ms");
        settings.put("gantry.loader.cache.headroom", "0");
        settings.put("gantry.loader.file.roots", "/");
        // Others that a test has killed are not taken for gone at once.
        settings.put("gantry.loader.warm.everything", "true");
        settings.put(
                "kafka.bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
        settings.put("gantry.loader.cache.directory", cache.toString());
        return Program.packaged(settings);
    }

    private ArtifactReference apply(String uri) {
        ArtifactReference reference =
                ArtifactReference.of(uri, null, ArtifactReference.DEFAULT_MOUNT_PATH);
        var nothing = JsonNodeFactory.instance.objectNode();
        Revision revision = new Revision("m-00001", 1, 100, nothing, List.of(reference));
        publisher.publish(
                new InferenceServiceApplied(
                        "default", "m-" + UUID.randomUUID(), "u", 1, List.of(revision), nothing));
        return reference;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean succeeds(List<String> prefix) {
        List<String> command = new java.util.ArrayList<>(prefix);
        if (!command.contains("test")) {
            command.add("true");
        }
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
