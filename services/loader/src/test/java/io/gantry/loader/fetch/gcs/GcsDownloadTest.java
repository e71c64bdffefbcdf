package io.gantry.loader.fetch.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.load.Loading;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Checksum;
import io.gantry.loader.verify.VerifiedFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads from an emulator of Cloud Storage.
class GcsDownloadTest {

    @TempDir static Path logs;

    private static FakeGcs gcs;

    @TempDir Path cache;

    private final String bucket = "models-" + UUID.randomUUID();
    private Settings settings;

    @BeforeAll
    static void start() throws InterruptedException {
        gcs = FakeGcs.start(logs);
    }

    @AfterAll
    static void stop() {
        if (gcs != null) {
            gcs.close();
        }
    }

    @BeforeEach
    void create() {
        settings =
                Settings.impatient()
                        .with("gantry.loader.download.read-timeout", "20s")
                        // As emulators' variable has it.
                        .with(
                                "STORAGE_EMULATOR_HOST",
                                gcs.endpoint().substring("http://".length()));
        gcs.bucket(bucket);
    }

    @Test
    void shouldCacheAllBelowAPrefixAndNothingBeside() {
        gcs.object(bucket, "iris/config.json", "{}");
        gcs.object(bucket, "iris/1/weights of umlaut ä+b?.bin", "weights");
        gcs.object(bucket, "iris-2/weights.bin", "others");
        String[] expected = {"config.json", "1/weights of umlaut ä+b?.bin"};

        assertThat(paths("gs://" + bucket + "/iris")).containsExactlyInAnyOrder(expected);
        assertThat(paths("gs://" + bucket + "/iris/")).containsExactlyInAnyOrder(expected);
        assertThat(paths("gs://" + bucket)).hasSize(3);
    }

    @Test
    void shouldCacheOneObject() {
        gcs.object(bucket, "iris/model.onnx", "weights");

        assertThat(paths("gs://" + bucket + "/iris/model.onnx")).containsExactly("model.onnx");
    }

    @Test
    void shouldCacheALargeObjectInParts() {
        byte[] weights = new byte[1024 * 1024 + 17];
        new Random(3).nextBytes(weights);
        gcs.object(bucket, "big/model.bin", weights);
        Settings parts = settings.with("gantry.loader.download.part-size", "64K");

        try (Loading loading = new Loading(cache, parts, source(parts))) {
            Manifest manifest = loading.loaded("gs://" + bucket + "/big");

            assertThat(loading.pathOf(manifest).resolve("model.bin")).hasBinaryContent(weights);
        }
    }

    @Test
    void shouldKnowTheChecksum() throws LoadFailedException {
        gcs.object(bucket, "iris/model.onnx", "weights");
        CRC32C crc = new CRC32C();
        crc.update("weights".getBytes(UTF_8));
        Checksum expected =
                new Checksum(
                        Checksum.Algorithm.CRC32C,
                        HexFormat.of()
                                .formatHex(
                                        ByteBuffer.allocate(4)
                                                .putInt((int) crc.getValue())
                                                .array()));

        for (String name : List.of("iris", "iris/model.onnx")) {
            assertThat(source(settings).list(place(name)))
                    .extracting(RemoteFile::checksum)
                    .containsExactly(expected);
        }
    }

    @Test
    void shouldNotTakeAnObjectThatHasChangedSinceItWasListed() throws LoadFailedException {
        gcs.object(bucket, "iris/model.onnx", "weights");
        GcsSource source = source(settings);
        Location place = place("iris");
        RemoteFile file = source.list(place).getFirst();
        gcs.object(bucket, "iris/model.onnx", "weights of tomorrow");

        assertThatThrownBy(() -> source.open(place, file, new Range(0, 7)))
                .isInstanceOfSatisfying(
                        LoadFailedException.class,
                        failed ->
                                assertThat(failed.failure().reason())
                                        .isEqualTo(FailureReason.CHECKSUM_MISMATCH))
                .hasMessageContaining("changed while it was downloaded");
    }

    @Test
    void shouldSayWhatIsMissing() {
        gcs.object(bucket, "iris/model.onnx", "weights");

        assertFailure(
                "gs://" + bucket + "/iri",
                FailureReason.STORAGE_NOT_FOUND,
                "has no object 'iri' and none below it");
        assertFailure(
                "gs://" + bucket + "/iri/",
                FailureReason.STORAGE_NOT_FOUND,
                "has no object 'iri' and none below it");
        assertFailure(
                "gs://no-such-bucket/iris",
                FailureReason.STORAGE_NOT_FOUND,
                "the bucket 'no-such-bucket' does not exist");
        assertFailure("gs:///iris", FailureReason.STORAGE_URI_NOT_SUPPORTED, "it names no bucket");
    }

    private Location place(String name) throws LoadFailedException {
        return new Location(StorageUri.parse("gs://" + bucket + "/" + name), Credentials.NONE);
    }

    private List<String> paths(String uri) {
        try (Loading loading = new Loading(cache, settings, source(settings))) {
            return loading.loaded(uri).files().stream().map(VerifiedFile::path).toList();
        }
    }

    private void assertFailure(String uri, FailureReason reason, String message) {
        try (Loading loading = new Loading(cache, settings, source(settings))) {
            Failure failure = loading.failure(uri);
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.message()).contains(message);
        }
    }

    private static GcsSource source(Settings settings) {
        var config = settings.config();
        return new GcsSource(config, new TrustedCertificates(config));
    }
}
