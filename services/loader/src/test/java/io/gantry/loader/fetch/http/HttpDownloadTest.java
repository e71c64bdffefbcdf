package io.gantry.loader.fetch.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.load.Loading;
import io.gantry.loader.outcome.LoadOutcome;
import io.gantry.loader.verify.Sha256;
import io.gantry.loader.verify.VerifiedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Downloads from real, and really misbehaving, web servers.
class HttpDownloadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] WEIGHTS = weights(100_000);

    @TempDir Path cache;

    private Origin origin;
    private Loading loading;

    @BeforeEach
    void start() throws IOException {
        origin = new Origin();
        Settings settings = Settings.impatient();
        var config = settings.config();
        loading =
                new Loading(
                        cache, settings, new HttpSource(config, new TrustedCertificates(config)));
    }

    @AfterEach
    void stop() {
        loading.close();
        origin.close();
    }

    @Test
    void shouldCacheOneFileUnderItsName() throws IOException {
        origin.at("/models/iris.onnx", Origin.file(WEIGHTS, "\"1\""));

        Manifest manifest = loading.loaded(origin.uri("/models/iris.onnx"));

        assertThat(manifest.files())
                .containsExactly(new VerifiedFile("iris.onnx", WEIGHTS.length, sha256(WEIGHTS)));
        assertThat(loading.pathOf(manifest).resolve("iris.onnx")).hasBinaryContent(WEIGHTS);
    }

    /// With no first byte to give, servers that know ranges answer 416.
    @ParameterizedTest
    @CsvSource({"200", "416"})
    void shouldCacheAnEmptyFile(int probeStatus) {
        origin.at(
                "/empty.bin",
                exchange ->
                        exchange.sendResponseHeaders(
                                Origin.range(exchange).isEmpty() ? 200 : probeStatus, -1));

        assertThat(loading.loaded(origin.uri("/empty.bin")).bytes()).isZero();
    }

    @Test
    void shouldUnpackAnArchive() throws IOException {
        byte[] zip = zip("1/model.onnx", WEIGHTS);
        origin.at("/iris.zip", Origin.file(zip, "\"1\""));

        Manifest manifest = loading.loaded(origin.uri("/iris.zip"));

        assertThat(manifest.files()).extracting(VerifiedFile::path).containsExactly("1/model.onnx");
        assertThat(loading.pathOf(manifest).resolve("1/model.onnx")).hasBinaryContent(WEIGHTS);
        assertThat(loading.pathOf(manifest).resolve("iris.zip")).doesNotExist();
        // Of what was downloaded, so that it can be compared with what was published.
        assertThat(manifest.sha256()).isEqualTo(sha256(zip));
    }

    @Test
    void shouldUnpackTheWantedFilesOnly() throws IOException {
        Settings picky =
                Settings.impatient().with("gantry.loader.download.allow-patterns", "*.onnx");
        var trusted = new TrustedCertificates(picky.config());
        origin.at("/iris.zip", Origin.file(zip("1/model.onnx", WEIGHTS), "\"1\""));
        origin.at("/words.zip", Origin.file(zip("vocab.txt", WEIGHTS), "\"1\""));

        try (Loading picking =
                new Loading(
                        cache.resolve("picky"), picky, new HttpSource(picky.config(), trusted))) {
            assertThat(picking.loaded(origin.uri("/iris.zip")).files()).hasSize(1);
            assertThat(picking.failure(origin.uri("/words.zip")).message())
                    .contains("none of its 1 files is wanted");
        }
    }

    @ParameterizedTest
    @CsvSource({"model.tar.gz", "model.tgz", "model.zip", "MODEL.TAR", "m.tar.zst", "m.tar.xz"})
    void shouldSayThatAnArchiveIsNone(String name) throws IOException {
        origin.at("/" + name, Origin.file(WEIGHTS, "\"1\""));

        Failure failure = loading.failure(origin.uri("/" + name));

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_CONTENT_REFUSED);
        assertThat(failure.message()).contains(name, "it is damaged, or no archive");
        assertThat(loading.leftovers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "303", "307", "308"})
    void shouldFollowRedirectsAndKeepTheNameThatWasAskedFor(int status) {
        origin.at("/iris.onnx", Origin.redirect(status, "/elsewhere/4711?signature=1"));
        origin.at("/elsewhere", Origin.file(WEIGHTS, "\"1\""));

        Manifest manifest = loading.loaded(origin.uri("/iris.onnx"));

        assertThat(manifest.files()).extracting(VerifiedFile::path).containsExactly("iris.onnx");
    }

    @Test
    void shouldNotFollowRedirectsThatNeverEndOrLeaveTheWeb() {
        origin.at("/round", Origin.redirect(302, "/round"));
        origin.at("/file", Origin.redirect(302, "file:///etc/passwd"));

        assertThat(loading.failure(origin.uri("/round")).message()).contains("redirects");
        assertThat(loading.failure(origin.uri("/file")).message()).contains("not followed");
    }

    @ParameterizedTest
    @CsvSource({
        "404, STORAGE_NOT_FOUND",
        "410, STORAGE_NOT_FOUND",
        "401, STORAGE_ACCESS_DENIED",
        "403, STORAGE_ACCESS_DENIED",
        "429, STORAGE_UNREACHABLE",
        "500, STORAGE_UNREACHABLE",
        "503, STORAGE_UNREACHABLE"
    })
    void shouldTellWhatAStatusMeans(int status, FailureReason reason) throws IOException {
        origin.at("/model", Origin.status(status));

        Failure failure = loading.failure(origin.uri("/model"));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).contains("answered " + status);
        assertThat(loading.leftovers()).isEmpty();
    }

    @Test
    void shouldSayThatNobodyListens() {
        String uri = origin.uri("/model");
        origin.close();

        assertThat(loading.failure(uri).message()).contains("no connection");
    }

    @Test
    void shouldResumeABrokenDownloadWhereItBroke() {
        AtomicInteger bodies = new AtomicInteger();
        origin.at(
                "/model",
                exchange -> {
                    exchange.getResponseHeaders().set("ETag", "\"1\"");
                    boolean first =
                            Origin.range(exchange).isEmpty() && bodies.getAndIncrement() == 0;
                    Origin.whole(exchange, WEIGHTS, first ? 40_000 : WEIGHTS.length);
                });

        Manifest manifest = loading.loaded(origin.uri("/model"));

        assertThat(manifest.sha256()).isEqualTo(sha256(WEIGHTS));
        assertThat(origin.ranges()).containsExactly("bytes=0-0", "", "bytes=40000-");
    }

    /// Each attempt brings bytes, but never one that was not there before.
    @Test
    void shouldGiveUpOnAServerThatAlwaysBreaksOffAtTheSameByte() throws IOException {
        origin.at("/model", Origin.truncated(WEIGHTS, 40_000));

        Failure failure =
                assertTimeoutPreemptively(PATIENCE, () -> loading.failure(origin.uri("/model")));

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        assertThat(failure.message()).contains("Premature EOF");
        assertThat(loading.leftovers()).isEmpty();
    }

    @Test
    void shouldGiveUpOnASilentServer() throws IOException {
        origin.at("/model", origin.stalled(WEIGHTS));

        Failure failure =
                assertTimeoutPreemptively(PATIENCE, () -> loading.failure(origin.uri("/model")));

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        assertThat(failure.message()).contains("silent for too long");
        assertThat(loading.leftovers()).isEmpty();
    }

    @Test
    void shouldNotTakeMoreThanWasListed() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        origin.at(
                "/model",
                exchange -> {
                    byte[] content = requests.getAndIncrement() == 0 ? weights(10) : WEIGHTS;
                    Origin.whole(exchange, content, content.length);
                });

        Failure failure = loading.failure(origin.uri("/model"));

        assertThat(failure.reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
        assertThat(failure.message()).contains("more than the 10 bytes");
        assertThat(loading.leftovers()).isEmpty();
    }

    @Test
    void shouldNotMixTwoVersionsOfAFile() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        origin.at(
                "/model",
                exchange -> {
                    int request = requests.getAndIncrement();
                    exchange.getResponseHeaders().set("ETag", request < 2 ? "\"1\"" : "\"2\"");
                    Origin.whole(exchange, WEIGHTS, 40_000);
                });

        Failure failure = loading.failure(origin.uri("/model"));

        assertThat(failure.reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
        assertThat(failure.message()).contains("changed while it was downloaded");
    }

    @Test
    void shouldHoldTheFileToTheChecksumThatIsGiven() throws IOException {
        origin.at("/model", Origin.file(WEIGHTS, "\"1\""));
        String uri = origin.uri("/model");

        Failure failure = loading.failure(uri, "0".repeat(64));

        assertThat(failure.reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
        assertThat(failure.message()).contains(sha256(WEIGHTS), "0".repeat(64));
        assertThat(loading.leftovers()).isEmpty();
        assertThat(loading.load(uri, sha256(WEIGHTS).toUpperCase(Locale.ROOT)))
                .isInstanceOf(LoadOutcome.Loaded.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/a%2F..%2Fb, '', b",
        "/..%2F..%2Fetc%2F, '', model",
        "/%2e%2e, '', model",
        "/nul%00, '', model",
        "/query, 'attachment; filename=\"../../etc/passwd\"', passwd",
        "/query, 'attachment; filename=/etc/cron.d/evil', evil",
        "/query, 'attachment; filename=..', query",
        "/query, 'attachment; filename=\"C:\\boot.ini\"', boot.ini",
        "/query, 'attachment; filename*=UTF-8''''..%2Fumlaut%20m.bin', umlaut m.bin"
    })
    void shouldNeverLetANameLeadOutOfItsDirectory(
            String path, String disposition, String expected) {
        origin.at(
                "/",
                exchange -> {
                    if (!disposition.isEmpty()) {
                        exchange.getResponseHeaders().set("Content-Disposition", disposition);
                    }
                    Origin.whole(exchange, WEIGHTS, WEIGHTS.length);
                });

        Manifest manifest = loading.loaded(origin.uri(path));

        assertThat(manifest.files()).extracting(VerifiedFile::path).containsExactly(expected);
        assertThat(loading.pathOf(manifest).resolve(expected)).isRegularFile();
    }

    @Test
    void shouldShowNoSignatureWhateverHappens() throws IOException {
        origin.at("/good", Origin.file(WEIGHTS, "\"1\""));
        String query = "?X-Amz-Signature=geheim";

        Manifest manifest = loading.loaded(origin.uri("/good" + query));
        Failure missing = loading.failure(origin.uri("/bad" + query));
        Failure malformed = loading.failure(origin.uri("/b ad" + query));
        Failure noUri = loading.failure("http:/127.0.0.1/good" + query);
        Failure user = loading.failure("http://me:geheim@127.0.0.1/good");

        assertThat(user.message()).contains("user name or password");
        assertThat(manifest.toString()).doesNotContain("geheim");
        for (Path file : loading.leftovers()) {
            assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContain("geheim");
        }
        for (Failure failure : new Failure[] {missing, malformed, noUri, user}) {
            assertThat(failure.toString()).doesNotContain("geheim");
        }
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] weights(int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (i * 31 + i / 256);
        }
        return content;
    }

    private static String sha256(byte[] content) {
        var digest = Sha256.newDigest();
        digest.update(Arrays.copyOf(content, content.length));
        return Sha256.hex(digest);
    }
}
