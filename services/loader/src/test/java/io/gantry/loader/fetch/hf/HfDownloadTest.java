package io.gantry.loader.fetch.hf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.AsSomebody;
import io.gantry.loader.fetch.Certificates;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.load.Loading;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Downloads from a hub.
class HfDownloadTest {

    private static final byte[] WEIGHTS = random(60_000);
    private static final Map<String, byte[]> FILES =
            Map.of(
                    "config.json",
                    "{}".getBytes(UTF_8),
                    "empty.txt",
                    new byte[0],
                    "model.safetensors",
                    WEIGHTS,
                    "onnx/model q4.onnx",
                    random(5_000),
                    "onnx/sub/vocab.txt",
                    "a b".getBytes(UTF_8));

    @TempDir Path cache;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private TestHub hub;
    private TestHub.Model tiny;

    @BeforeEach
    void start() throws IOException {
        hub = new TestHub();
        tiny = hub.model("acme/tiny", TestHub.Visibility.PUBLIC);
        tiny.commit("main", FILES);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        hub.close();
    }

    @Test
    void shouldLoadAllFilesOfAModel() {
        Loading loading = loading();

        Manifest manifest = loading.loaded("hf://acme/tiny");

        assertThat(manifest.files())
                .extracting(VerifiedFile::path)
                .containsExactlyInAnyOrderElementsOf(FILES.keySet());
        FILES.forEach((name, content) ->
                assertThat(loading.pathOf(manifest).resolve(name)).hasBinaryContent(content));
    }

    @ParameterizedTest
    @CsvSource({
        "hf://acme/tiny/model.safetensors, model.safetensors",
        "hf://acme/tiny:main/onnx/model q4.onnx, model q4.onnx",
        "hf://acme/tiny/onnx, model q4.onnx sub/vocab.txt",
        "hf://acme/tiny:main/onnx/, model q4.onnx sub/vocab.txt"
    })
    void shouldLoadAFileOrAFolder(String uri, String expected) {
        Manifest manifest = loading().loaded(uri);

        assertThat(
                        String.join(
                                " ",
                                manifest.files().stream()
                                        .map(VerifiedFile::path)
                                        .sorted()
                                        .toList()))
                .isEqualTo(expected);
    }

    @Test
    void shouldReadTheListInPages() {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < 57; i++) {
            files.put("part-%d".formatted(i), ("content " + i).getBytes(UTF_8));
        }
        hub.model("acme/many", TestHub.Visibility.PRIVATE).commit("main", files);
        hub.pageSize = 10;

        assertThat(loading("hf_member").loaded("hf://acme/many").files()).hasSize(57);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1", "no address "})
    void shouldNotTakeATokenToAnotherHostForTheNextPage(String next) {
        hub.pageSize = 2;
        hub.nextPages = next;

        Failure failure = loading("hf_member").failure("hf://acme/tiny");

        assertThat(failure.message())
                .contains("localhost:", "continues the list of files nowhere that it may be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.0", "refs%2Fpr%2F1", "a+b"})
    void shouldLoadARevision(String revision) {
        tiny.commit(revision.replace("%2F", "/"), Map.of("other.bin", WEIGHTS));

        assertThat(loading().loaded("hf://acme/tiny:" + revision).files())
                .extracting(VerifiedFile::path)
                .containsExactly("other.bin");
    }

    /// The branch moves on while the files of its last commit are downloaded.
    @Test
    void shouldTakeAllFilesOfOneCommit() {
        String before = tiny.commit("main", FILES);
        Loading loading = loading();

        loading.loaded("hf://acme/tiny");

        assertThat(hub.requests())
                .filteredOn(path -> path.contains("/resolve/"))
                .hasSize(FILES.size())
                .allMatch(path -> path.contains("/resolve/" + before + "/"));
    }

    @Test
    void shouldAskTheHubOnceForAFileOfManyParts() {
        Settings one = inParts().with("gantry.loader.download.parallel-requests", "1");
        Loading loading = loading(source(one, null), one);

        loading.loaded("hf://acme/tiny/model.safetensors");

        assertThat(hub.requests()).filteredOn(path -> path.contains("/resolve/")).hasSize(1);
    }

    @Test
    void shouldAskAgainWhenASignatureHasExpired() {
        Source source = source(settings(), null);
        loading(source, inParts()).loaded("hf://acme/tiny/model.safetensors");
        hub.expire();

        Loading again = loading(source, inParts(), "again");

        assertThat(again.loaded("hf://acme/tiny/model.safetensors").bytes())
                .isEqualTo(WEIGHTS.length);
    }

    @ParameterizedTest
    @CsvSource({"GATED", "PRIVATE"})
    void shouldShowATokenToTheHubOnly(TestHub.Visibility visibility) {
        hub.model("acme/closed", visibility).commit("main", FILES);

        assertThat(loading("hf_member\n").loaded("hf://acme/closed").files()).hasSize(5);
    }

    @Test
    void shouldPreferTheModelsTokenToTheLoaders() {
        hub.model("acme/closed", TestHub.Visibility.PRIVATE).commit("main", FILES);
        Settings settings = settings().with("gantry.loader.hugging-face.token", "hf_member");

        Loading own = loading(source(settings, "hf_other"), settings, "own");
        Loading loaders = loading(source(settings, null), settings, "loaders");

        assertThat(own.failure("hf://acme/closed").reason())
                .isEqualTo(FailureReason.STORAGE_NOT_FOUND);
        assertThat(loaders.loaded("hf://acme/closed").files()).hasSize(5);
    }

    /// A signature that somebody has earned is not for all.
    @Test
    void shouldNotLendOutSignatures() {
        hub.model("acme/closed", TestHub.Visibility.GATED).commit("main", FILES);
        Source anybody = source(settings(), null);
        Source member = AsSomebody.with(anybody, "HF_TOKEN", "hf_member");
        loading(member, settings(), "member").loaded("hf://acme/closed/model.safetensors");

        Failure failure =
                loading(anybody, settings(), "anybody")
                        .failure("hf://acme/closed/model.safetensors");

        assertThat(failure.message()).contains("GatedRepo");
    }

    @Test
    void shouldSayThatALicenceHasToBeAccepted() throws IOException {
        hub.model("acme/closed", TestHub.Visibility.GATED).commit("main", FILES);

        for (String token : new String[] {"", "hf_other"}) {
            Loading loading = loading(source(settings(), token), settings(), "gated" + token);
            Failure failure = loading.failure("hf://acme/closed");

            assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
            assertThat(failure.message()).contains("hf://acme/closed", "granted by its authors");
            assertThat(failure.remedy()).contains(hub.endpoint() + "/acme/closed", "HF_TOKEN");
            assertThat(loading.leftovers()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hf://acme/none, '', STORAGE_ACCESS_DENIED, 'no model ''acme/none'', or it is private', HF_TOKEN",
        "hf://acme/none, hf_other, STORAGE_NOT_FOUND, 'no model ''acme/none'', or it is private', Correct the name",
        "hf://acme/tiny, hf_expired, STORAGE_ACCESS_DENIED, or it has expired, gantry.loader.hugging-face.token",
        "hf://acme/tiny, hf geheim, STORAGE_ACCESS_DENIED, a character that no token has, HF_TOKEN",
        "hf://acme/tiny:v9, '', STORAGE_NOT_FOUND, no revision 'v9', Correct",
        "hf://acme/tiny/gone.bin, '', STORAGE_NOT_FOUND, no 'gone.bin' in its revision 'main', Correct",
        "hf://acme/tiny/onn, '', STORAGE_NOT_FOUND, no 'onn', Correct"
    })
    void shouldTellWhatIsNotThereAndWhatToDo(
            String uri, String token, FailureReason reason, String found, String remedy) {
        Failure failure = loading(token).failure(uri);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).contains(uri, found);
        assertThat(failure.remedy()).contains(remedy);
        assertThat(failure.toString()).doesNotContain("geheim", "hf_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hf://gpt2", "hf://acme", "hf:///tiny", "hf://acme/../x", "hf://acme/t:%zz"})
    void shouldRefuseWhatIsNoAddressOfAModel(String uri) {
        Failure failure = loading().failure(uri);

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_URI_NOT_SUPPORTED);
        assertThat(failure.message()).contains(uri);
        assertThat(failure.remedy()).contains("hf://openai-community/gpt2");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void shouldWaitForAsLongAsABusyHubWants() {
        Loading loading = loading();
        hub.busy.set(1);

        var failed = loading.failed("hf://acme/tiny");

        assertThat(failed.failure().reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        assertThat(failed.failure().message()).contains("localhost answered 429");
        assertThat(failed.retryAfter()).hasSeconds(1);
    }

    @Test
    void shouldNotTakeALargeFileThatIsNotWhatTheHubSaysItIs() throws IOException {
        hub.damage(WEIGHTS);
        Loading loading = loading();

        Failure failure = loading.failure("hf://acme/tiny/model.safetensors");

        assertThat(failure.reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
        assertThat(failure.message()).contains("model.safetensors arrived damaged: its SHA-256");
        assertThat(loading.leftovers()).isEmpty();
    }

    @Test
    void shouldDownloadAnewWhatADiskHasDamaged() throws IOException {
        Loading loading = loading();
        Manifest first = loading.loaded("hf://acme/tiny/model.safetensors");
        Path weights = loading.pathOf(first).resolve("model.safetensors");
        assertThat(weights.toFile().setWritable(true)).isTrue();
        Files.write(weights, new byte[WEIGHTS.length]);

        Manifest second = loading.loaded("hf://acme/tiny:main/model.safetensors");

        assertThat(loading.pathOf(second).resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void shouldGoOnWhereADownloadBrokeOff() {
        hub.hangUps.set(2);

        assertThat(loading().loaded("hf://acme/tiny/model.safetensors").bytes())
                .isEqualTo(WEIGHTS.length);
    }

    @Test
    void shouldSayThatAFileIsGoneThatWasListed() {
        hub.gone = "config.json";

        Failure failure = loading().failure("hf://acme/tiny");

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_NOT_FOUND);
        assertThat(failure.message()).contains("localhost no longer has one of the files");
    }

    @ParameterizedTest
    @CsvSource({
        "https://hub.invalid, the host hub.invalid is unknown",
        "http://localhost:1, no connection to localhost:1"
    })
    void shouldSayThatThereIsNoHub(String endpoint, String found) {
        Settings elsewhere = settings().with("gantry.loader.hugging-face.endpoint", endpoint);

        Failure failure = loading(source(elsewhere, null), elsewhere).failure("hf://acme/tiny");

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        assertThat(failure.message()).contains("hf://acme/tiny", found);
        assertThat(failure.remedy()).contains("tried again");
    }

    @Test
    void shouldNotTalkToAHubThatNobodyVouchesFor() throws IOException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        open.push(() -> server.stop(0));
        server.setHttpsConfigurator(
                new HttpsConfigurator(new Certificates(cache).server("dns:localhost")));
        server.start();
        Settings untrusted =
                settings()
                        .with(
                                "gantry.loader.hugging-face.endpoint",
                                "https://localhost:" + server.getAddress().getPort());

        Failure failure = loading(source(untrusted, null), untrusted).failure("hf://acme/tiny");

        assertThat(failure.message()).contains("signed by nobody whom the loader trusts");
        assertThat(failure.remedy()).contains("gantry.loader.tls.ca-bundles");
    }

    private Settings settings() {
        return Settings.impatient()
                .with("gantry.loader.download.read-timeout", "10s")
                .with("gantry.loader.hugging-face.endpoint", hub.endpoint() + "/");
    }

    private Settings inParts() {
        return settings().with("gantry.loader.download.part-size", "16K");
    }

    private Loading loading() {
        return loading(source(settings(), null), settings());
    }

    private Loading loading(String token) {
        return loading(source(settings(), token), settings());
    }

    private Loading loading(Source source, Settings settings) {
        return loading(source, settings, "cache");
    }

    private Loading loading(Source source, Settings settings, String directory) {
        Loading loading = new Loading(cache.resolve(directory), settings, source);
        open.push(loading);
        return loading;
    }

    private static Source source(Settings settings, @Nullable String token) {
        var config = settings.config();
        Source source = new HfSource(config, new TrustedCertificates(config));
        return token == null ? source : AsSomebody.with(source, "HF_TOKEN", token);
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
