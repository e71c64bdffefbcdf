package io.gantry.loader.fetch.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.load.Loading;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {

    /// May be written, but read by nobody.
    private static final Path FOR_NOBODY = Path.of("/proc/sys/vm/compact_memory");

    @TempDir Path temporary;

    private Path models;
    private Loading loading;

    @BeforeEach
    void start() throws IOException {
        models = Files.createDirectories(temporary.resolve("models"));
        loading = Loading.ofFiles(temporary.resolve("cache"));
    }

    @AfterEach
    void stop() {
        loading.close();
    }

    @Test
    void shouldCacheADirectoryWithItsSubdirectories() throws IOException {
        write("config.json", "{}");
        write("1/weights.bin", "weights");

        Manifest manifest = loading.loaded("file://" + models);

        assertThat(manifest.files())
                .extracting(VerifiedFile::path)
                .containsExactlyInAnyOrder("config.json", "1/weights.bin");
        assertThat(loading.pathOf(manifest).resolve("1/weights.bin")).hasContent("weights");
    }

    @Test
    void shouldCacheOneFile() throws IOException {
        write("weights.bin", "weights");

        Manifest manifest = loading.loaded("file://" + models + "/weights.bin");

        assertThat(loading.pathOf(manifest).resolve("weights.bin")).hasContent("weights");
    }

    @Test
    void shouldFindNamesThatAreWrittenAsInAUrl() throws IOException {
        write("with space.bin", "weights");

        assertThat(loading.loaded("file://" + models + "/with%20space.bin").bytes()).isEqualTo(7);
    }

    @Test
    void shouldSayWhatIsNotThere() throws IOException {
        assertFailure(
                "file://" + models + "/none",
                FailureReason.STORAGE_NOT_FOUND,
                models + "/none does not exist");
        assertFailure(
                "file://" + models, FailureReason.STORAGE_NOT_FOUND, models + " holds no file");
        assertFailure(
                "file://relative/path", FailureReason.STORAGE_URI_NOT_SUPPORTED, "not absolute");
        assertThat(loading.leftovers()).isEmpty();
    }

    /// A model hub's cache is a tree of links to a directory beside it.
    @Test
    void shouldFollowLinksAlsoOutOfTheDirectory() throws IOException {
        Path blob = Files.writeString(temporary.resolve("blob"), "weights");
        Files.createSymbolicLink(models.resolve("weights.bin"), blob);

        Manifest manifest = loading.loaded("file://" + models);

        assertThat(loading.pathOf(manifest).resolve("weights.bin"))
                .hasContent("weights")
                .isRegularFile();
        assertThat(Files.isSymbolicLink(loading.pathOf(manifest).resolve("weights.bin"))).isFalse();
    }

    @Test
    void shouldRefuseLinksThatLeadNowhereOrInCircles() throws IOException {
        Path circle = Files.createDirectories(models.resolve("circle"));
        Files.createSymbolicLink(circle.resolve("back"), circle);
        assertFailure(
                "file://" + circle,
                FailureReason.STORAGE_CONTENT_REFUSED,
                "is a link into its own directory");

        Path dangling = Files.createDirectories(models.resolve("dangling"));
        Files.createSymbolicLink(dangling.resolve("weights"), models.resolve("gone"));
        assertFailure(
                "file://" + dangling,
                FailureReason.STORAGE_CONTENT_REFUSED,
                "neither a file nor a directory");
    }

    @Test
    void shouldReadBelowItsRootsOnly() throws IOException {
        write("iris/model.bin", "weights");
        Path secret = Files.writeString(temporary.resolve("secret"), "geheim");
        Files.createDirectories(models.resolve("linked"));
        Files.createSymbolicLink(models.resolve("linked/model.bin"), secret);
        Files.createSymbolicLink(models.resolve("up"), temporary);
        Files.createSymbolicLink(temporary.resolve("alias"), models.resolve("iris"));

        try (Loading bound = bound(models.toString())) {
            assertThat(bound.loaded("file://" + models + "/iris").bytes()).isEqualTo(7);
            assertThat(bound.loaded("file://" + temporary + "/alias").bytes()).isEqualTo(7);
            for (String path : List.of("/linked", "/linked/model.bin", "/up", "/up/none", "/..")) {
                Failure failure = bound.failure("file://" + models + path);

                assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
                assertThat(failure.message())
                        .contains("Cannot load file://" + models + path)
                        .contains(
                                "leads to none of the directories of gantry.loader.file.roots, ["
                                        + models
                                        + "]")
                        .doesNotContain("secret");
                assertThat(failure.remedy()).contains("gantry.loader.file.roots");
            }
        }
    }

    @Test
    void shouldReadNothingWithoutRoots() throws IOException {
        write("model.bin", "weights");
        try (Loading closed = bound("")) {
            assertThat(closed.failure("file://" + models).message())
                    .contains("gantry.loader.file.roots allows none");
        }
    }

    /// What lies there was opened with others' credentials.
    @Test
    void shouldNeverReadItsOwnCache() throws IOException {
        write("model.bin", "weights");
        Path cache = temporary.resolve("cache");
        Manifest others = loading.loaded("file://" + models);
        Files.createSymbolicLink(models.resolve("link"), loading.pathOf(others));
        Files.createSymbolicLink(temporary.resolve("alias"), cache);

        for (String path :
                List.of(
                        loading.pathOf(others).toString(),
                        cache + "/blobs",
                        temporary + "/alias/artifacts",
                        models.toString(),
                        temporary.toString())) {
            assertFailure(
                    "file://" + path,
                    FailureReason.STORAGE_ACCESS_DENIED,
                    "leads into the loader's own cache");
        }
    }

    private Loading bound(String roots) {
        Settings settings =
                Settings.impatient()
                        .with("gantry.loader.file.roots", roots)
                        .with("gantry.loader.cache.directory", temporary + "/bound");
        return new Loading(
                temporary.resolve("bound"),
                settings,
                new FileSource(FileRoots.allowed(settings.config())));
    }

    @Test
    void shouldRefuseWhatIsNoFile() {
        assertFailure(
                "file:///dev/zero",
                FailureReason.STORAGE_CONTENT_REFUSED,
                "neither a file nor a directory");
    }

    @Test
    void shouldSayWhatItMayNotRead() throws IOException {
        Path weights = models.resolve("weights.bin");
        Files.writeString(weights, "weights");
        Files.setPosixFilePermissions(weights, PosixFilePermissions.fromString("-w-------"));
        if (Files.isReadable(weights)) {
            // To root only the kernel says no.
            assumeTrue(Files.exists(FOR_NOBODY), "nothing here is unreadable for root");
            Files.delete(weights);
            Files.createSymbolicLink(weights, FOR_NOBODY);
        }

        assertFailure("file://" + models, FailureReason.STORAGE_ACCESS_DENIED, "may not be read");
        assertThat(loading.leftovers()).isEmpty();
    }

    private void assertFailure(String uri, FailureReason reason, String message) {
        Failure failure = loading.failure(uri);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).contains(message);
    }

    private void write(String name, String content) throws IOException {
        Path file = models.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
