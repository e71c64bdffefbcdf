package io.gantry.loader.fetch.oci;

import static io.gantry.loader.fetch.oci.TestRegistry.manifest;
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
import io.gantry.loader.unpack.ArchiveFormat;
import io.gantry.loader.unpack.Packing;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pulls from a registry that misbehaves as it is told.
class OciDownloadTest {

    private static final String TITLE = "org.opencontainers.image.title";
    private static final String FILE_PATH = "org.cncf.model.filepath";
    private static final String UNPACK = "io.deis.oras.content.unpack";
    private static final String EMPTY = "application/vnd.oci.empty.v1+json";
    private static final String IMAGE = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final String RAW = "application/vnd.cncf.model.weight.v1.raw";
    private static final byte[] WEIGHTS = random(60_000);

    @TempDir Path directory;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private TestRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = new TestRegistry();
        registry.push(
                "acme/iris:latest",
                manifest(EMPTY, registry.blob(WEIGHTS, LAYER, Map.of(TITLE, "model.onnx"))));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci", "oci+fetch", "oci+native"})
    void shouldLoadAnArtifactOfOras(String scheme) {
        Loading loading = loading(null);

        Manifest manifest = loading.loaded(uri("acme/iris").replace("oci:", scheme + ":"));

        assertThat(manifest.files()).extracting(VerifiedFile::path).containsExactly("model.onnx");
        assertThat(loading.pathOf(manifest).resolve("model.onnx")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void shouldUnpackADirectoryOfOrasNextToFiles() throws IOException {
        byte[] tar = packed(new Packing(ArchiveFormat.TAR_GZIP).file("conf/a.json", "{}"));
        registry.push(
                "acme/mixed:latest",
                manifest(
                        EMPTY,
                        registry.blob(new byte[0], LAYER, Map.of(TITLE, "empty")),
                        registry.blob(WEIGHTS, LAYER, Map.of(TITLE, "sub/model.onnx")),
                        registry.blob(tar, LAYER, Map.of(TITLE, "conf", UNPACK, "true"))));

        assertThat(loading(null).loaded(uri("acme/mixed")).files())
                .extracting(VerifiedFile::path)
                .containsExactlyInAnyOrder("empty", "sub/model.onnx", "conf/a.json");
    }

    @Test
    void shouldLoadAModelPack() throws IOException {
        byte[] tar = packed(new Packing(ArchiveFormat.TAR).file("docs/README.md", "read"));
        registry.push(
                "acme/pack:v1",
                manifest(
                        "application/vnd.cncf.model.config.v1+json",
                        registry.blob(WEIGHTS, RAW, Map.of(FILE_PATH, "model.safetensors")),
                        registry.blob(
                                tar,
                                "application/vnd.cncf.model.doc.v1.tar",
                                Map.of(FILE_PATH, "docs"))));

        assertThat(loading(null).loaded(uri("acme/pack:v1")).files())
                .extracting(VerifiedFile::path)
                .containsExactlyInAnyOrder("model.safetensors", "docs/README.md");
    }

    @Test
    void shouldTakeTheModelOutOfAnImageAndApplyItsLayersInOrder() throws IOException {
        byte[] base = packed(new Packing(ArchiveFormat.TAR_GZIP).file("bin/sh", "#!"));
        byte[] old =
                packed(
                        new Packing(ArchiveFormat.TAR_GZIP)
                                .file("models/a", "old")
                                .file("models/b", "old"));
        byte[] changed =
                packed(
                        new Packing(ArchiveFormat.TAR)
                                .file("models/a", "new")
                                .file("models/.wh.b", ""));
        String image =
                manifest(
                        IMAGE,
                        registry.blob(base, LAYER, Map.of()),
                        registry.blob(old, LAYER, Map.of()),
                        registry.blob(changed, LAYER, Map.of()));
        String digest = registry.push("acme/car:amd64", image);
        registry.push(
                "acme/car:v1",
                "{\"manifests\":[{\"digest\":\"%s\",\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}]}"
                        .formatted(digest, Platform.ofThisMachine().architecture()));
        Loading loading = loading(null);

        Manifest manifest = loading.loaded(uri("acme/car:v1"));

        assertThat(manifest.files()).extracting(VerifiedFile::path).containsExactly("a");
        assertThat(loading.pathOf(manifest).resolve("a")).hasContent("new");
        assertThat(loading.loaded(uri("acme/car@" + digest)).sha256()).isEqualTo(manifest.sha256());
    }

    @ParameterizedTest
    @EnumSource(
            value = TestRegistry.Wanted.class,
            names = {"BASIC", "TOKEN"})
    void shouldSayWhoAsks(TestRegistry.Wanted wanted) {
        registry.wanted = wanted;

        assertThat(loading(config(registry.host(), TestRegistry.BASIC)).loaded(uri("acme/iris")))
                .isNotNull();
    }

    @Test
    void shouldReadTheFileOfDockerLogin() throws IOException {
        registry.wanted = TestRegistry.Wanted.TOKEN;
        Path file = directory.resolve("config.json");
        Files.writeString(file, config(registry.host(), TestRegistry.BASIC));
        Settings settings = settings().with("gantry.loader.oci.docker-config", file.toString());

        assertThat(loading(source(settings, null), settings).loaded(uri("acme/iris"))).isNotNull();
    }

    /// A token for all requests, and the registry once for a blob of many parts.
    @Test
    void shouldAskForATokenOnce() {
        registry.wanted = TestRegistry.Wanted.TOKEN;
        Settings parts =
                settings()
                        .with("gantry.loader.download.part-size", "16K")
                        .with("gantry.loader.download.parallel-requests", "1");
        String config = config(registry.host(), TestRegistry.BASIC);

        loading(source(parts, config), parts).loaded(uri("acme/iris"));

        assertThat(registry.requests()).filteredOn("/token"::equals).hasSize(1);
        assertThat(registry.requests()).filteredOn(path -> path.contains("/blobs/")).hasSize(1);
    }

    @Test
    void shouldAskForAnotherTokenWhenOneHasExpired() {
        registry.wanted = TestRegistry.Wanted.TOKEN;
        Source source = source(settings(), config(registry.host(), TestRegistry.BASIC));
        loading(source, settings()).loaded(uri("acme/iris"));
        registry.expire();
        registry.push(
                "acme/iris:v2",
                manifest(EMPTY, registry.blob(random(9_000), LAYER, Map.of(TITLE, "m"))));

        assertThat(loading(source, settings()).loaded(uri("acme/iris:v2")).bytes())
                .isEqualTo(9_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BASIC | | wants a user and a password",
                "TOKEN | | gives no token for",
                "TOKEN | b3RoZXI6d3Jvbmc= | gives no token for",
                "BASIC | b3RoZXI6d3Jvbmc= | answered 401 for"
            })
    void shouldSayThatItMayNotPull(
            TestRegistry.Wanted wanted, @Nullable String basic, String found) {
        registry.wanted = wanted;

        Failure failure =
                loading(basic == null ? null : config(registry.host(), basic))
                        .failure(uri("acme/iris"));

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
        assertThat(failure.message()).contains(uri("acme/iris"), found);
        assertThat(failure.remedy()).contains(".dockerconfigjson", "docker login", "acme/iris");
        assertThat(failure.toString()).doesNotContain("b3RoZXI6d3Jvbmc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://models.invalid", "ftp://localhost/token", "no address", ""})
    void shouldNotTakePasswordsWhereNobodyAnswers(String realm) {
        registry.wanted = TestRegistry.Wanted.TOKEN;
        registry.realm = realm.isEmpty() ? "http://" : realm;

        Failure failure =
                loading(config(registry.host(), TestRegistry.BASIC)).failure(uri("acme/iris"));

        assertThat(failure.message())
                .containsAnyOf("where the loader does not go", "models.invalid is unknown");
        assertThat(failure.toString()).doesNotContain(TestRegistry.BASIC);
    }

    @Test
    void shouldRefuseASecretThatIsNoDockerConfig() {
        registry.wanted = TestRegistry.Wanted.TOKEN;

        Failure failure = loading("geheim").failure(uri("acme/iris"));

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
        assertThat(failure.message()).contains("key .dockerconfigjson of its secret is no Docker");
        assertThat(failure.toString()).doesNotContain("geheim");
    }

    @Test
    void shouldSayWhatIsNotThere() {
        assertThat(loading(null).failure(uri("acme/none")).reason())
                .isEqualTo(FailureReason.STORAGE_NOT_FOUND);
        assertThat(loading(null).failure(uri("acme/iris:v9")).message())
                .contains("localhost has no %s/acme/iris:v9".formatted(registry.host()));
        registry.forget(TestRegistry.digest(WEIGHTS));
        assertThat(loading(null).failure(uri("acme/iris")).reason())
                .isEqualTo(FailureReason.STORAGE_NOT_FOUND);
    }

    @Test
    void shouldNotTakeABlobOrAManifestThatIsNotWhatItsDigestSays() throws IOException {
        registry.replace(TestRegistry.digest(WEIGHTS), random(60_001));
        registry.replace(TestRegistry.digest(WEIGHTS), altered(WEIGHTS));
        Loading loading = loading(null);

        Failure blob = loading.failure(uri("acme/iris"));

        assertThat(blob.reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
        assertThat(blob.message()).contains("model.onnx arrived damaged: its SHA-256");
        assertThat(loading.leftovers()).isEmpty();
        String digest = registry.push("acme/iris:v2", manifest(EMPTY));
        registry.replace(digest, manifest(IMAGE).getBytes(UTF_8));
        assertThat(loading.failure(uri("acme/iris@" + digest)).message())
                .contains("the manifest", "arrived damaged");
    }

    @Test
    void shouldGoOnWhereADownloadBrokeOff() {
        registry.hangUps.set(2);

        assertThat(loading(null).loaded(uri("acme/iris")).bytes()).isEqualTo(WEIGHTS.length);
    }

    @Test
    void shouldAskARegistryWithoutRangesForWholeBlobsOnly() {
        registry.ranges = false;
        Settings parts = settings().with("gantry.loader.download.part-size", "16K");

        loading(source(parts, null), parts).loaded(uri("acme/iris"));

        assertThat(registry.requests()).filteredOn(path -> path.contains("/blobs/")).hasSize(1);
    }

    @Test
    void shouldWaitForAsLongAsABusyRegistryWants() {
        registry.status = 429;

        var failed = loading(null).failed(uri("acme/iris"));

        assertThat(failed.failure().reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        assertThat(failed.retryAfter()).hasSeconds(7);
    }

    @Test
    void shouldRefuseWhatIsNoModel() throws IOException {
        registry.push("acme/odd:1", "{\"schemaVersion\":1,\"fsLayers\":[]}");
        registry.push("acme/odd:2", manifest(EMPTY, registry.blob(WEIGHTS, LAYER, Map.of())));
        registry.push("acme/odd:3", "no JSON");
        registry.push("acme/odd:4", manifest(EMPTY));
        registry.push(
                "acme/odd:5",
                manifest(EMPTY, registry.blob(WEIGHTS, RAW, Map.of(TITLE, "../../evil"))));
        registry.push("acme/odd:6", manifest(IMAGE, registry.blob(WEIGHTS, LAYER, Map.of())));
        byte[] shell = packed(new Packing(ArchiveFormat.TAR_GZIP).file("bin/sh", "#!"));
        registry.push("acme/odd:7", manifest(IMAGE, registry.blob(shell, LAYER, Map.of())));
        registry.push(
                "acme/odd:8",
                "{\"manifests\":[{\"digest\":\"x\",\"platform\":{\"os\":\"linux\",\"architecture\":\"z80\"}},{\"digest\":\"y\",\"platform\":{\"os\":\"linux\",\"architecture\":\"6502\"}}]}");
        registry.push("acme/odd:9", manifest(EMPTY).replace("[]", "[{\"digest\":\"md5:1\"}]"));

        refused("1", "a manifest of the type");
        refused("2", "says no file name");
        refused("3", "something else than a manifest");
        refused("4", "has no layers");
        refused("5", "leads out of the model's directory");
        refused("6", "its layers are not unpacked");
        refused("7", "there is no file of a model in it");
        refused("8", "is for linux/z80, linux/6502, and not for linux/");
        refused("9", "the digest of a layer is no SHA-256");
    }

    @ParameterizedTest
    @CsvSource({
        "oci://registry.invalid/acme/iris, the host registry.invalid is unknown",
        "oci://localhost:1/acme/iris, no connection to localhost:1"
    })
    void shouldSayThatThereIsNoRegistry(String uri, String found) {
        Failure failure = loading(null).failure(uri);

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        assertThat(failure.message()).contains(uri, found);
    }

    /// Registries of other hosts have to speak TLS unless they are named.
    @Test
    void shouldSpeakPlainHttpToWhomIsNamedOnly() throws IOException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        open.push(() -> server.stop(0));
        server.setHttpsConfigurator(
                new HttpsConfigurator(new Certificates(directory).server("ip:127.0.0.1")));
        server.start();
        String other = uri("acme/iris").replace("localhost", "127.1");
        Settings named =
                settings()
                        .with(
                                "gantry.loader.oci.insecure-registries",
                                "x," + registry.host().replace("localhost", "127.1"));

        Failure secure =
                loading(null).failure("oci://127.1:%d/a".formatted(server.getAddress().getPort()));

        assertThat(secure.message()).contains("signed by nobody whom the loader trusts");
        assertThat(secure.remedy()).contains("gantry.loader.tls.ca-bundles");
        assertThat(loading(source(named, null), named).loaded(other)).isNotNull();
    }

    private void refused(String tag, String found) throws IOException {
        Loading loading = loading(null);
        Failure failure = loading.failure(uri("acme/odd:" + tag));

        assertThat(failure.message()).contains(uri("acme/odd:" + tag), found);
        assertThat(failure.remedy()).isNotEmpty();
        assertThat(loading.leftovers()).isEmpty();
    }

    private String uri(String reference) {
        return "oci://" + registry.host() + "/" + reference;
    }

    private static String config(String host, String basic) {
        return "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(host, basic);
    }

    private Settings settings() {
        return Settings.impatient()
                .with("gantry.loader.download.read-timeout", "10s")
                .with("gantry.loader.oci.docker-config", directory.resolve("none").toString());
    }

    private Loading loading(@Nullable String config) {
        return loading(source(settings(), config), settings());
    }

    private Loading loading(Source source, Settings settings) {
        Loading loading = new Loading(directory.resolve("cache-" + open.size()), settings, source);
        open.push(loading);
        return loading;
    }

    private static Source source(Settings settings, @Nullable String dockerConfig) {
        var config = settings.config();
        Source source = new OciSource(config, new TrustedCertificates(config));
        return dockerConfig == null
                ? source
                : AsSomebody.with(source, OciCredentials.SECRET, dockerConfig);
    }

    private byte[] packed(Packing packing) throws IOException {
        return Files.readAllBytes(packing.to(directory));
    }

    private static byte[] altered(byte[] content) {
        byte[] altered = content.clone();
        altered[0]++;
        return altered;
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
