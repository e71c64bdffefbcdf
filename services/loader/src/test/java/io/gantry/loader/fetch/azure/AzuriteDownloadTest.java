package io.gantry.loader.fetch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.load.Loading;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Checksum;
import io.gantry.loader.verify.VerifiedFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads from Microsoft's emulator.
class AzuriteDownloadTest {

    @TempDir static Path logs;

    private static Azurite azurite;

    @TempDir Path cache;

    private final String container = "models-" + UUID.randomUUID();
    private Settings anonymous;
    private Settings settings;

    @BeforeAll
    static void start() throws InterruptedException {
        azurite = Azurite.start(logs);
    }

    @AfterAll
    static void stop() {
        if (azurite != null) {
            azurite.close();
        }
    }

    @BeforeEach
    void create() {
        anonymous =
                Settings.impatient()
                        .with("gantry.loader.download.read-timeout", "20s")
                        .with("gantry.loader.azure.endpoint", azurite.endpoint().toString());
        settings = anonymous.with("gantry.loader.azure.access-key", Azurite.KEY);
        azurite.container(container, Map.of());
    }

    @Test
    void shouldCacheAllBelowAPrefixAndNothingBeside() {
        azurite.blob(container, "iris/config.json", "{}");
        azurite.blob(container, "iris/1/weights%20of%20umlaut%20%C3%A4+b.bin", "weights");
        azurite.blob(container, "iris-2/weights.bin", "others");
        String[] expected = {"config.json", "1/weights of umlaut ä+b.bin"};

        assertThat(paths("az://" + container + "/iris")).containsExactlyInAnyOrder(expected);
        assertThat(paths("az://" + container + "/iris/")).containsExactlyInAnyOrder(expected);
        assertThat(paths(azurite.endpoint() + "/" + container + "/iris"))
                .containsExactlyInAnyOrder(expected);
        assertThat(paths("az://" + container)).hasSize(3);
    }

    @Test
    void shouldCacheOneBlob() {
        azurite.blob(container, "iris/model.onnx", "weights");

        assertThat(paths("az://" + container + "/iris/model.onnx")).containsExactly("model.onnx");
    }

    /// As storages with hierarchical names have them.
    @Test
    void shouldTakeADirectoryForNoFile() {
        azurite.blob(container, "iris", new byte[0], Map.of("x-ms-meta-hdi_isfolder", "true"));
        azurite.blob(container, "iris/1", new byte[0], Map.of("x-ms-meta-hdi_isfolder", "true"));
        azurite.blob(container, "iris/1/model.onnx", "weights");

        assertThat(paths("az://" + container + "/iris")).containsExactly("1/model.onnx");
    }

    @Test
    void shouldCacheALargeBlobInParts() {
        byte[] weights = new byte[1024 * 1024 + 17];
        new Random(3).nextBytes(weights);
        azurite.blob(container, "big/model.bin", weights, Map.of());
        Settings parts = settings.with("gantry.loader.download.part-size", "64K");

        try (Loading loading = new Loading(cache, parts, source(parts))) {
            Manifest manifest = loading.loaded("az://" + container + "/big");

            assertThat(loading.pathOf(manifest).resolve("model.bin")).hasBinaryContent(weights);
        }
    }

    @Test
    void shouldReadListingsOfManyPages() {
        List<String> names =
                IntStream.range(0, 5_005).mapToObj(i -> "shard-%04d".formatted(i)).toList();
        names.parallelStream().forEach(name -> azurite.blob(container, "big/" + name, name));

        assertThat(listed("big")).extracting(RemoteFile::path).hasSameElementsAs(names);
    }

    @Test
    void shouldKnowTheChecksumOfABlobThatCameInOnePiece() throws Exception {
        azurite.blob(container, "iris/model.onnx", "weights");
        Checksum expected =
                new Checksum(
                        Checksum.Algorithm.MD5,
                        HexFormat.of()
                                .formatHex(
                                        MessageDigest.getInstance("MD5")
                                                .digest("weights".getBytes(UTF_8))));

        assertThat(listed("iris")).extracting(RemoteFile::checksum).containsExactly(expected);
        assertThat(listed("iris/model.onnx"))
                .extracting(RemoteFile::checksum)
                .containsExactly(expected);
    }

    @Test
    void shouldNotTakeABlobThatHasChangedSinceItWasListed() throws Exception {
        azurite.blob(container, "iris/model.onnx", "weights");
        Location place = place("iris");
        AzureSource source = source(settings);
        RemoteFile file = source.list(place).getFirst();
        azurite.blob(container, "iris/model.onnx", "weights of tomorrow");

        LoadFailedException failure =
                org.junit.jupiter.api.Assertions.assertThrows(
                        LoadFailedException.class,
                        () -> source.open(place, file, new io.gantry.loader.fetch.Range(0, 7)));

        assertThat(failure.failure().reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
        assertThat(failure).hasMessageContaining("changed while it was downloaded");
    }

    @Test
    void shouldSayWhatIsMissing() {
        azurite.blob(container, "iris/model.onnx", "weights");

        assertFailure(
                settings,
                "az://" + container + "/iri",
                FailureReason.STORAGE_NOT_FOUND,
                "has no blob 'iri' and none below it");
        assertFailure(
                settings,
                "az://no-such-container/iris",
                FailureReason.STORAGE_NOT_FOUND,
                "the container 'no-such-container' does not exist");
        assertFailure(
                settings,
                "az:///iris",
                FailureReason.STORAGE_URI_NOT_SUPPORTED,
                "it names no container");
    }

    @Test
    void shouldReadPublicContainersWithoutCredentials() {
        String open = "open-" + UUID.randomUUID();
        azurite.container(open, Map.of("x-ms-blob-public-access", "container"));
        azurite.blob(open, "iris/model.onnx", "weights");

        try (Loading loading = new Loading(cache, anonymous, source(anonymous))) {
            assertThat(loading.loaded("az://" + open + "/iris").files()).hasSize(1);
        }
        azurite.blob(container, "iris/model.onnx", "weights");
        assertFailure(
                anonymous, "az://" + container + "/iris", FailureReason.STORAGE_ACCESS_DENIED, "");
    }

    @Test
    void shouldTakeASignatureFromTheUriAndFromTheConfiguration() {
        azurite.blob(container, "iris/model.onnx", "weights");
        String signature = azurite.signature(container, Duration.ofMinutes(5));
        String uri = azurite.endpoint() + "/" + container + "/iris";
        Settings configured = anonymous.with("gantry.loader.azure.sas-token", "?" + signature);

        try (Loading loading = new Loading(cache, anonymous, source(anonymous))) {
            Manifest manifest = loading.loaded(uri + "?" + signature);
            assertThat(manifest.files()).hasSize(1);
            assertThat(manifest.toString()).doesNotContain("sig=");
        }
        try (Loading loading = new Loading(cache.resolve("b"), configured, source(configured))) {
            assertThat(loading.loaded(uri).files()).hasSize(1);
        }
    }

    @Test
    void shouldSayThatASignatureHasExpired() {
        azurite.blob(container, "iris/model.onnx", "weights");
        String signature = azurite.signature(container, Duration.ofMinutes(-5));
        Settings expired = anonymous.with("gantry.loader.azure.sas-token", signature);

        Failure failure =
                assertFailure(
                        expired,
                        "az://" + container + "/iris",
                        FailureReason.STORAGE_ACCESS_DENIED,
                        "the SAS token has expired");
        assertThat(failure.toString()).doesNotContain("sig=");
    }

    @Test
    void shouldPreferTheCredentialsOfTheModel() throws Exception {
        azurite.blob(container, "iris/model.onnx", "weights");
        AzureSource source = source(anonymous);
        StorageUri uri = StorageUri.parse("az://" + container + "/iris");
        Map<String, String> connection =
                Map.of(
                        "AZURE_STORAGE_CONNECTION_STRING",
                        "DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;BlobEndpoint=%s;"
                                .formatted(Azurite.ACCOUNT, Azurite.KEY, azurite.endpoint()));

        for (Map<String, String> named :
                List.of(Map.of("AZURE_STORAGE_ACCESS_KEY", Azurite.KEY), connection)) {
            assertThat(source.list(new Location(uri, new Credentials(named)))).hasSize(1);
        }
    }

    @Test
    void shouldSayThatAKeyIsNotTheRightOne() {
        azurite.blob(container, "iris/model.onnx", "weights");
        Settings wrong = settings.with("gantry.loader.azure.access-key", "Z2VoZWlt");
        Settings broken = settings.with("gantry.loader.azure.access-key", "geheim!");

        for (Settings refused : List.of(wrong, broken)) {
            Failure failure =
                    assertFailure(
                            refused,
                            "az://" + container + "/iris",
                            FailureReason.STORAGE_ACCESS_DENIED,
                            "key of");
            assertThat(failure.remedy()).contains("AZURE_STORAGE_ACCESS_KEY");
            assertThat(failure.toString()).doesNotContain("geheim").doesNotContain("Z2VoZWlt");
        }
    }

    private List<RemoteFile> listed(String key) {
        try {
            return source(settings).list(place(key));
        } catch (LoadFailedException e) {
            throw new AssertionError(e);
        }
    }

    private Location place(String key) throws LoadFailedException {
        return new Location(StorageUri.parse("az://" + container + "/" + key), Credentials.NONE);
    }

    private List<String> paths(String uri) {
        try (Loading loading = new Loading(cache, settings, source(settings))) {
            return loading.loaded(uri).files().stream().map(VerifiedFile::path).toList();
        }
    }

    private Failure assertFailure(Settings with, String uri, FailureReason reason, String message) {
        try (Loading loading = new Loading(cache, with, source(with))) {
            Failure failure = loading.failure(uri);
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.message()).contains(message);
            return failure;
        }
    }

    private static AzureSource source(Settings settings) {
        var config = settings.config();
        return new AzureSource(config, new TrustedCertificates(config), InstantSource.system());
    }
}
