package io.gantry.loader.fetch.pvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.load.Loading;
import io.gantry.loader.outcome.LoadOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PvcSourceTest {

    /// `sha256sum` of the text "weights".
    private static final String WEIGHTS =
            "9a4a9c3b5c9ea2d0ae8ba04b3e3d8c40a1d6fa3a2b8f5ab2c6d9f5d6b4a8e9f0";

    @TempDir Path directory;

    private Path volumes;
    private Path cache;
    private Loading loading;

    @BeforeEach
    void mount() throws IOException {
        volumes = Files.createDirectories(directory.resolve("volumes"));
        cache = directory.resolve("cache");
        Files.createDirectories(volumes.resolve("models/iris"));
        Files.writeString(volumes.resolve("models/iris/model.onnx"), "weights");
        Files.createDirectory(volumes.resolve("models/iris/assets"));
        Files.writeString(volumes.resolve("models/iris/assets/vocab.txt"), "words");
        loading = loading(volumes);
    }

    @AfterEach
    void close() {
        loading.close();
    }

    @Test
    void shouldUseAModelWhereItIs() throws IOException {
        Manifest manifest = loading.loaded("pvc://models/iris");

        assertThat(loading.pathOf(manifest)).isEqualTo(volumes.resolve("models/iris"));
        assertThat(manifest.bytes()).isEqualTo(12);
        assertThat(loading.leftovers())
                .containsExactly(cache.resolve("artifacts/" + manifest.artifact() + ".json"));
    }

    @Test
    void shouldUseAFileAndAWholeVolume() {
        Manifest file = loading.loaded("pvc://models/iris/model.onnx");
        Manifest volume = loading.loaded("pvc://models");

        assertThat(loading.pathOf(file)).isEqualTo(volumes.resolve("models/iris"));
        assertThat(file.files()).singleElement().matches(each -> each.path().equals("model.onnx"));
        assertThat(loading.pathOf(volume)).isEqualTo(volumes.resolve("models"));
        assertThat(volume.files()).hasSize(2);
    }

    @Test
    void shouldReadAllOfItWhenADigestIsExpected() {
        String uri = "pvc://models/iris/model.onnx";

        Failure failure = loading.failure(uri, WEIGHTS);

        assertThat(failure.reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
        String actual = failure.message().replaceAll(".*SHA-256 is ([0-9a-f]{64}).*", "$1");
        assertThat(loading.load(uri, actual)).isInstanceOf(LoadOutcome.Loaded.class);
    }

    @Test
    void shouldKnowItAgainAfterARestartAndForgetItWithoutTouchingIt() throws Exception {
        Manifest manifest = loading.loaded("pvc://models/iris");
        loading.close();
        loading = loading(volumes);

        assertThat(loading.loaded("pvc://models/iris").sha256()).isEqualTo(manifest.sha256());
        loading.evict();

        assertThat(loading.leftovers()).isEmpty();
        assertThat(volumes.resolve("models/iris/model.onnx")).hasContent("weights");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    pvc://none/iris         | StorageNotFound        | the claim 'none' is not mounted in
                    pvc://models/none       | StorageNotFound        | does not exist
                    pvc://models/../secrets | StorageUriNotSupported | its path leads out of the claim
                    pvc://../models         | StorageUriNotSupported | it names no claim
                    pvc://./iris            | StorageUriNotSupported | it names no claim
                    """)
    void shouldSayWhatIsWrong(String uri, String reason, String found) {
        Failure failure = loading.failure(uri);

        assertThat(failure.reason().name().replace("_", "")).isEqualToIgnoringCase(reason);
        assertThat(failure.message()).contains(found);
    }

    /// Another's volume is mounted beside it.
    @Test
    void shouldFollowNoLinkOutOfTheClaim() throws IOException {
        Path other = Files.createDirectories(volumes.resolve("others/llama"));
        Files.writeString(other.resolve("model.onnx"), "geheim");
        Files.createSymbolicLink(volumes.resolve("models/stolen"), other);
        Files.createSymbolicLink(volumes.resolve("models/same"), volumes.resolve("models/iris"));

        Failure failure = loading.failure("pvc://models/stolen");

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
        assertThat(failure.message()).contains("leads out of the claim");
        assertThat(loading.loaded("pvc://models/same").bytes()).isEqualTo(12);
    }

    @Test
    void shouldSayThatThereAreNoVolumes() {
        try (Loading without =
                new Loading(
                        directory.resolve("other"),
                        Settings.impatient(),
                        new PvcSource(Settings.impatient().config()))) {
            Failure failure = without.failure("pvc://models/iris");

            assertThat(failure.message()).contains("this loader has no volumes");
            assertThat(failure.remedy()).contains("gantry.loader.pvc.directory");
        }
    }

    private Loading loading(Path mounted) {
        Settings settings =
                Settings.impatient().with("gantry.loader.pvc.directory", mounted.toString());
        return new Loading(cache, settings, new PvcSource(settings.config()));
    }
}
