package io.gantry.loader.fetch.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.fetch.Certificates;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.rest.ScriptedService;
import io.gantry.loader.load.Loading;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A Cloud Storage that answers as the emulator cannot be made to, and one that asks who is there.
class ForeignGcsTest {

    private static final String LISTING =
            """
            {"items":[{"name":"%s","size":"7","generation":"1","crc32c":"%s","contentEncoding":"%s"}]}
            """;
    private static final String TOKEN =
            "{\"access_token\":\"t-1\",\"expires_in\":3600,\"token_type\":\"Bearer\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\"}";

    @TempDir Path cache;

    private ScriptedService google;
    private Settings settings;

    @BeforeEach
    void start() throws IOException {
        google = new ScriptedService();
        settings = Settings.impatient().with("gantry.loader.gcs.endpoint", google.uri(""));
    }

    @AfterEach
    void stop() {
        google.close();
    }

    @Test
    void shouldSignInWithTheKeyOfAServiceAccount() throws LoadFailedException {
        google.at("/token", ScriptedService.json(200, TOKEN));
        google.at("/storage", listing("iris/model.onnx", "", ""));
        GcsSource source = source(settings);

        assertThat(source.list(place(serviceAccount()))).hasSize(1);
        assertThat(source.list(place(serviceAccount()))).hasSize(1);

        assertThat(google.requests())
                .filteredOn(request -> request.target().equals("/token"))
                .singleElement()
                .satisfies(request -> assertThat(request.body()).contains("assertion=eyJ"));
        assertThat(google.requests().getLast().authorization()).isEqualTo("Bearer t-1");
    }

    /// By the trust of the loader, too.
    @Test
    void shouldTakeAFileOfCredentialsOfAnyTypeFromTheConfiguration(@TempDir Path keys)
            throws Exception {
        Certificates certificates = new Certificates(keys);
        google.at("/storage", listing("iris/model.onnx", "", ""));
        Path subject = Files.writeString(cache.resolve("subject"), "kubernetes");
        try (ScriptedService sts = new ScriptedService(certificates.server("dns:localhost"))) {
            sts.at("/token", ScriptedService.json(200, TOKEN));
            Path file =
                    Files.writeString(
                            cache.resolve("credentials.json"),
                            """
                            {"type":"external_account","audience":"//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/k",
                             "subject_token_type":"urn:ietf:params:oauth:token-type:jwt","token_url":"%s",
                             "credential_source":{"file":"%s"}}
                            """
                                    .formatted(sts.uri("/token"), subject));
            Settings configured =
                    settings.with("gantry.loader.gcs.credentials-file", file.toString())
                            .with("gantry.loader.tls.ca-bundles", certificates.bundle().toString());

            assertThat(source(configured).list(new Location(uri(), Credentials.NONE))).hasSize(1);

            assertThat(sts.requests().getFirst().body()).contains("subject_token=kubernetes");
        }
    }

    /// It would have the loader read its own files and send them away.
    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"external_account\"}", "{}", "geheim", "[1]"})
    void shouldRefuseOtherCredentialsOfAModel(String json) {
        assertThatThrownBy(() -> source(settings).list(place(json)))
                .isInstanceOfSatisfying(
                        LoadFailedException.class,
                        failed ->
                                assertThat(failed.failure().reason())
                                        .isEqualTo(FailureReason.STORAGE_ACCESS_DENIED))
                .hasMessageContaining("gcloud-application-credentials.json cannot be used")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void shouldSayThatAKeyIsNoLongerGood() {
        google.at(
                "/token",
                ScriptedService.json(
                        400,
                        "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}"));

        assertThatThrownBy(() -> source(settings).list(place(serviceAccount())))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("Google's sign-in service answered 400 invalid_grant");
    }

    @ParameterizedTest
    @CsvSource({
        "401, authError, STORAGE_ACCESS_DENIED, answered 401 authError",
        "403, forbidden, STORAGE_ACCESS_DENIED, answered 403 forbidden",
        "404, notFound, STORAGE_NOT_FOUND, the bucket 'models' does not exist",
        "400, invalid, STORAGE_URI_NOT_SUPPORTED, answered 400 invalid",
        "429, rateLimitExceeded, STORAGE_UNREACHABLE, answered 429 rateLimitExceeded",
        "503, backendError, STORAGE_UNREACHABLE, answered 503 backendError"
    })
    void shouldTellWhatAnAnswerMeans(
            int status, String code, FailureReason reason, String message) {
        google.at(
                "/",
                ScriptedService.json(
                        status,
                        "{\"error\":{\"code\":%d,\"errors\":[{\"reason\":\"%s\"}]}}"
                                .formatted(status, code)));

        Failure failure = failure(settings);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message())
                .startsWith("Cannot load gs://models/iris: ")
                .contains(message);
    }

    @Test
    void shouldRefuseWhatDoesNotComeToItsChecksum() {
        google.at("/storage/v1/b/models/o", listing("iris/model.onnx", "AAAAAA==", ""));
        google.at(
                "/storage/v1/b/models/o/",
                exchange -> ScriptedService.send(exchange, 200, "weights".getBytes(UTF_8)));

        Failure failure = failure(settings);

        assertThat(failure.reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
        assertThat(failure.message()).contains("model.onnx arrived damaged: its CRC32C is");
    }

    @Test
    void shouldGiveUpOnAnObjectThatAlwaysEndsEarly() {
        google.at("/storage/v1/b/models/o", listing("iris/model.onnx", "", ""));
        google.at(
                "/storage/v1/b/models/o/",
                exchange -> ScriptedService.send(exchange, 200, "wei".getBytes(UTF_8), 7));

        assertThat(failure(settings).message()).contains("broke");
    }

    /// The emulator sends all in one page.
    @Test
    void shouldReadListingsOfManyPages() throws LoadFailedException {
        String first = LISTING.formatted("iris/a.bin", "", "").strip();
        String more = first.substring(0, first.length() - 1) + ",\"nextPageToken\":\"p/2\"}";
        google.at(
                "/storage",
                exchange -> {
                    boolean second =
                            exchange.getRequestURI().getRawQuery().contains("pageToken=p%2F2");
                    String page = second ? LISTING.formatted("iris/b.bin", "", "") : more;
                    ScriptedService.send(exchange, 200, page.getBytes(UTF_8));
                });

        assertThat(source(settings).list(new Location(uri(), Credentials.NONE)))
                .extracting(RemoteFile::path)
                .containsExactly("a.bin", "b.bin");
    }

    @Test
    void shouldNotTakeAnotherRangeThanItAskedFor() {
        google.at("/storage/v1/b/models/o", listing("iris/model.onnx", "", ""));
        google.at(
                "/storage/v1/b/models/o/",
                exchange -> {
                    boolean rest = exchange.getRequestHeaders().containsKey("Range");
                    exchange.getResponseHeaders().set("Content-Range", "bytes 0-6/7");
                    byte[] bytes = (rest ? "weig" : "wei").getBytes(UTF_8);
                    ScriptedService.send(exchange, rest ? 206 : 200, bytes, rest ? 4 : 7);
                });

        assertThat(failure(settings).message()).contains("another range than was asked for");
    }

    @ParameterizedTest
    @CsvSource({"iris/../../evil, ''", "iris//evil, ''", "iris/model.bin, gzip"})
    void shouldRefuseWhatCannotBeAModelOnDisk(String name, String encoding) {
        google.at("/", listing(name, "", encoding));

        assertThat(failure(settings).reason()).isEqualTo(FailureReason.STORAGE_CONTENT_REFUSED);
    }

    @Test
    void shouldSayThatAListingIsNone() {
        google.at("/", ScriptedService.json(200, "<html>"));

        assertThat(failure(settings).message()).contains("a listing that cannot be read");
    }

    @Test
    void shouldSayWhoIsUnknownAndWhoseCertificateIsNotTrusted(@TempDir Path keys)
            throws IOException {
        Certificates certificates = new Certificates(keys);
        try (ScriptedService secure = new ScriptedService(certificates.server("dns:localhost"))) {
            secure.at("/", ScriptedService.json(200, "{}"));
            Settings untrusting =
                    settings.with("gantry.loader.download.read-timeout", "20s")
                            .with("gantry.loader.gcs.endpoint", secure.uri(""));

            assertThat(
                            failure(
                                            settings.with(
                                                    "gantry.loader.gcs.endpoint",
                                                    "https://nowhere.invalid"))
                                    .message())
                    .contains("the host nowhere.invalid is unknown");
            assertThat(failure(untrusting).message()).contains("signed by nobody");
        }
    }

    private String serviceAccount() {
        return """
        {"type":"service_account","project_id":"p","private_key_id":"1","client_email":"a@p.iam.gserviceaccount.com",
         "client_id":"1","private_key":"-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n","token_uri":"%s"}
        """
                .formatted(KEY, google.uri("/token"));
    }

    private static final String KEY = key();

    private static String key() {
        try {
            var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static ScriptedService.Answer listing(String name, String crc, String encoding) {
        return ScriptedService.json(200, LISTING.formatted(name, crc, encoding));
    }

    private static StorageUri uri() throws LoadFailedException {
        return StorageUri.parse("gs://models/iris");
    }

    private static Location place(String json) throws LoadFailedException {
        return new Location(
                uri(), new Credentials(Map.of("gcloud-application-credentials.json", json)));
    }

    private Failure failure(Settings with) {
        try (Loading loading = new Loading(cache.resolve("cache"), with, source(with))) {
            return loading.failure("gs://models/iris");
        }
    }

    private static GcsSource source(Settings with) {
        var config = with.config();
        return new GcsSource(config, new TrustedCertificates(config));
    }
}
