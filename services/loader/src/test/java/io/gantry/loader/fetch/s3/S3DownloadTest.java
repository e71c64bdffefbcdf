package io.gantry.loader.fetch.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.QuickEviction;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.ResettingProxy;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.WebConnections;
import io.gantry.loader.fetch.http.HttpAnswer;
import io.gantry.loader.load.Loading;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.VerifiedFile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Downloads from the embedded S3.
@QuarkusTest
@TestProfile(QuickEviction.class)
class S3DownloadTest {

    private static final String SECRET = property("secret-key");

    @TempDir Path cache;

    private final String bucket = "models-" + UUID.randomUUID();
    private final Settings settings =
            Settings.impatient()
                    .with("gantry.loader.download.read-timeout", "20s")
                    .with("gantry.loader.s3.endpoint", property("endpoint"))
                    .with("gantry.loader.s3.access-key", property("access-key"))
                    .with("gantry.loader.s3.secret-key", SECRET);
    private S3Client s3;

    @BeforeEach
    void start() {
        LoaderConfig config = settings.config();
        s3 =
                new S3Clients(config, new TrustedCertificates(config))
                        .of(S3Settings.of(config.s3(), Credentials.NONE));
        s3.createBucket(create -> create.bucket(bucket));
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    @Test
    void shouldCacheAllBelowAPrefixAndNothingBeside() {
        put("iris/config.json", "{}");
        put("iris/1/weights.bin", "weights");
        put("iris-2/weights.bin", "others");

        assertThat(paths("s3://" + bucket + "/iris"))
                .containsExactlyInAnyOrder("config.json", "1/weights.bin");
        assertThat(paths("s3://" + bucket + "/iris/"))
                .containsExactlyInAnyOrder("config.json", "1/weights.bin");
    }

    @Test
    void shouldCacheOneObject() {
        put("iris/model.onnx", "weights");

        assertThat(paths("s3://" + bucket + "/iris/model.onnx")).containsExactly("model.onnx");
    }

    /// Over connections that do not hold.
    @Test
    void shouldCacheALargeObjectInParts() throws IOException {
        byte[] weights = new byte[1024 * 1024 + 17];
        new Random(3).nextBytes(weights);
        s3.putObject(
                put -> put.bucket(bucket).key("big/model.bin"), RequestBody.fromBytes(weights));
        int port = URI.create(property("endpoint")).getPort();
        try (ResettingProxy proxy = new ResettingProxy(port, 3)) {
            Settings parts =
                    settings.with("gantry.loader.download.part-size", "64K")
                            .with("gantry.loader.s3.endpoint", proxy.uri(""));
            try (S3Source source = source(parts);
                    Loading loading = new Loading(cache, parts, source)) {
                Manifest manifest = loading.loaded("s3://" + bucket + "/big");

                assertThat(loading.pathOf(manifest).resolve("model.bin")).hasBinaryContent(weights);
            }
            assertThat(proxy.resets()).isEqualTo(3);
        }
    }

    @Test
    void shouldReadListingsOfManyPages() {
        List<String> names =
                IntStream.range(0, 1_005).mapToObj(i -> "shard-%04d".formatted(i)).toList();
        names.parallelStream().forEach(name -> put("big/" + name, name));

        assertThat(paths("s3://" + bucket + "/big")).containsExactlyInAnyOrderElementsOf(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a+b", "50%", "%41", "ä€", "x=y&z", "a;b,c", "(1)!*'~"})
    void shouldSignForAnyName(String name) throws LoadFailedException, IOException {
        put("names/" + name, "weights");
        LoaderConfig config = settings.config();
        TrustedCertificates trusted = new TrustedCertificates(config);
        try (S3Clients clients = new S3Clients(config, trusted)) {
            DirectGets gets =
                    new DirectGets(clients, new WebConnections(config.download(), trusted));
            RemoteFile file = new RemoteFile(name, 7L, "names/" + name, null, true);

            try (HttpAnswer answer =
                    gets.get(
                                    S3Settings.of(config.s3(), Credentials.NONE),
                                    bucket,
                                    file,
                                    new Range(1, 4))
                            .orElseThrow()) {
                assertThat(answer.status()).isEqualTo(206);
                assertThat(answer.body(StorageUri.parse("s3://b/k"), 1).readAllBytes())
                        .asString()
                        .isEqualTo("eig");
            }
        }
    }

    @Test
    void shouldSayWhatIsMissing() {
        put("iris/model.onnx", "weights");

        assertFailure(
                "s3://" + bucket + "/iris/none.onnx",
                FailureReason.STORAGE_NOT_FOUND,
                "has no object 'iris/none.onnx'");
        assertFailure(
                "s3://" + bucket + "/iri",
                FailureReason.STORAGE_NOT_FOUND,
                "has no object 'iri' and none below it");
        assertFailure(
                "s3://no-such-bucket/iris",
                FailureReason.STORAGE_NOT_FOUND,
                "the bucket 'no-such-bucket' does not exist");
        assertFailure("s3:///iris", FailureReason.STORAGE_URI_NOT_SUPPORTED, "it names no bucket");
    }

    @Test
    void shouldSayThatItsCredentialsAreNotGoodEnough() {
        put("iris/model.onnx", "weights");
        Settings wrong = settings.with("gantry.loader.s3.secret-key", "geheim");
        Settings anonymous = settings.with("gantry.loader.s3.anonymous", "true");

        for (Settings refused : List.of(wrong, anonymous)) {
            Failure failure = failure(refused, "s3://" + bucket + "/iris");
            assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
            assertThat(failure.message()).contains("S3 answered 403");
            assertThat(failure.remedy()).contains("gantry.loader.s3.access-key");
            assertThat(failure.toString()).doesNotContain("geheim").doesNotContain(SECRET);
        }
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        Settings nobody = settings.with("gantry.loader.s3.endpoint", "http://127.0.0.1:1");

        Failure failure = failure(nobody, "s3://" + bucket + "/iris");

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        assertThat(failure.message()).contains("no connection");
    }

    private List<String> paths(String uri) {
        try (S3Source source = source(settings);
                Loading loading = new Loading(cache, settings, source)) {
            Manifest manifest = loading.loaded(uri);
            return manifest.files().stream().map(VerifiedFile::path).toList();
        }
    }

    private void assertFailure(String uri, FailureReason reason, String message) {
        Failure failure = failure(settings, uri);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).contains(message);
    }

    private Failure failure(Settings with, String uri) {
        try (S3Source source = source(with);
                Loading loading = new Loading(cache, with, source)) {
            return loading.failure(uri);
        }
    }

    private static S3Source source(Settings settings) {
        return new S3Source(settings.config(), new TrustedCertificates(settings.config()));
    }

    private void put(String key, String content) {
        s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private static String property(String name) {
        return ConfigProvider.getConfig().getValue("gantry.embedded.s3." + name, String.class);
    }
}
