package io.gantry.loader.fetch.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.fetch.Certificates;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.load.Loading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads over TLS, from a server whose certificate a CA of the operator's own has signed.
class HttpsDownloadTest {

    private static final byte[] WEIGHTS = "weights".getBytes(UTF_8);

    private static final Settings PATIENT =
            Settings.impatient().with("gantry.loader.download.read-timeout", "30s");

    @TempDir static Path keys;

    private static Certificates certificates;

    @TempDir Path directory;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @BeforeAll
    static void sign() {
        certificates = new Certificates(keys);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void shouldTrustTheBundleThatIsGiven() throws IOException {
        Origin origin = origin("dns:localhost");

        assertThat(trusting().loaded(origin.uri("/model.onnx")).bytes()).isEqualTo(WEIGHTS.length);
    }

    @Test
    void shouldSayWhoseCertificateIsNotTrustedAndWhatToDo() throws IOException {
        Origin origin = origin("dns:localhost");

        Failure failure = loading(PATIENT).failure(origin.uri("/model.onnx"));

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        assertThat(failure.message())
                .contains("the certificate of localhost:")
                .contains("signed by nobody whom the loader trusts");
        assertThat(failure.remedy()).contains("gantry.loader.tls.ca-bundles");
    }

    @Test
    void shouldRefuseTheCertificateOfAnotherHost() throws IOException {
        Origin origin = origin("dns:models.example");

        Failure failure = trusting().failure(origin.uri("/model.onnx"));

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        assertThat(failure.message())
                .contains("the certificate of localhost:", "is refused", "matching localhost");
        assertThat(failure.remedy()).contains("host name");
    }

    @Test
    void shouldRefuseACertificateThatHasExpired() throws IOException {
        Origin origin = origin("dns:localhost", "-startdate", "-10d", "-validity", "5");

        Failure failure = trusting().failure(origin.uri("/model.onnx"));

        assertThat(failure.message())
                .contains("the certificate of localhost:", "is refused: it has expired");
    }

    @Test
    void shouldNotFollowARedirectToPlainHttp() throws IOException {
        Origin plain = opened(new Origin());
        plain.at("/model.onnx", Origin.file(WEIGHTS, "\"1\""));
        Origin origin = origin("dns:localhost");
        origin.at("/moved.onnx", Origin.redirect(302, plain.uri("/model.onnx")));

        Failure failure = trusting().failure(origin.uri("/moved.onnx"));

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        assertThat(failure.message())
                .contains("redirects to http://127.0.0.1, which is not followed");
        assertThat(failure.remedy()).contains("not from https to http");
        assertThat(plain.ranges()).isEmpty();
    }

    @Test
    void shouldEndAtOnceOnABundleThatIsNone() throws IOException {
        Path text = Files.writeString(directory.resolve("text.pem"), "no certificate");

        for (Path bundle : new Path[] {text, directory.resolve("gone.pem")}) {
            Settings settings = bundle(bundle);
            assertThatThrownBy(() -> new TrustedCertificates(settings.config()))
                    .hasMessageContaining("gantry.loader.tls.ca-bundles")
                    .hasMessageContaining(bundle.toString());
        }
    }

    /// As KServe's storage initializer reads them.
    @Test
    void shouldTakeBundlesFromTheVariablesOfOtherTools() {
        Settings both =
                new Settings(java.util.Map.of())
                        .with("AWS_CA_BUNDLE", "/aws.pem")
                        .with("REQUESTS_CA_BUNDLE", "/requests.pem");

        assertThat(both.config().tls().caBundles().orElseThrow())
                .containsExactly(Path.of("/aws.pem"), Path.of("/requests.pem"));
        assertThat(new Settings(java.util.Map.of()).config().tls().caBundles()).isEmpty();
    }

    private Origin origin(String san, String... more) throws IOException {
        Origin origin = opened(new Origin(certificates.server(san, more)));
        origin.at("/model.onnx", Origin.file(WEIGHTS, "\"1\""));
        return origin;
    }

    private Loading trusting() {
        return loading(bundle(certificates.bundle()));
    }

    private static Settings bundle(Path file) {
        return PATIENT.with("gantry.loader.tls.ca-bundles", file.toString());
    }

    private Loading loading(Settings settings) {
        var config = settings.config();
        return opened(
                new Loading(
                        directory.resolve("cache"),
                        settings,
                        new HttpSource(config, new TrustedCertificates(config))));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }
}
