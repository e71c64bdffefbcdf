package io.gantry.loader.peer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;

import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.cache.Staging;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.FetchJob;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.VerifiedFile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a loader gives to others, and to nobody else.
@QuarkusTest
@TestProfile(WithToken.class)
class PeerResourceTest {

    private static final byte[] CONTENT = new byte[Pieces.SIZE + 4711];
    private static final String PATH = "weights/a b+c%.bin";
    private static final String FIRST_PIECE = "bytes=0-1048575";
    private static final int HALF = 600_000;

    static {
        new Random(5).nextBytes(CONTENT);
    }

    @Inject UnderWay underWay;

    @Inject ArtifactCache cache;

    @TempDir Path directory;

    private final String artifact = UUID.randomUUID().toString();
    private final Pieces pieces = new Pieces();
    private UnderWay.Entry download;

    /// Half of a file is here.
    @BeforeEach
    void begin() throws IOException, LoadFailedException {
        Path file = directory.resolve(PATH);
        Files.createDirectories(file.getParent());
        Files.write(file, Arrays.copyOf(CONTENT, HALF));
        Progress progress = new Progress();
        progress.add(HALF);
        MemorySource source = new MemorySource(CONTENT, false);
        List<RemoteFile> files =
                List.of(new RemoteFile(PATH, (long) CONTENT.length, "key", "1", true));
        download =
                new UnderWay.Entry(
                        "f1",
                        new FetchJob(
                                new Location(StorageUri.parse(MemorySource.URI), Credentials.NONE),
                                source,
                                files,
                                directory,
                                progress,
                                (_, _) -> Optional.empty(),
                                e -> LoadFailedException.unreachable("", "", e)),
                        pieces);
        underWay.begin(artifact, download);
    }

    @AfterEach
    void end() {
        underWay.end(artifact, download);
    }

    @Test
    void shouldGiveWhatHasCome() {
        Response answer = ask("bytes=5-99999");

        answer.then()
                .statusCode(206)
                .header("Content-Range", "bytes 5-99999/%d".formatted(CONTENT.length));
        byte[] expected = Arrays.copyOfRange(CONTENT, 5, 100_000);
        assertThat(answer.asByteArray()).isEqualTo(expected);
        assertThat(answer.header("Content-Digest"))
                .isEqualTo(ContentDigest.fieldOfHex(MemorySource.sha256(expected)));
        assertThat(answer.header("Repr-Digest")).isNull();
    }

    /// So that a disk that spoils a piece is found by the peer that gets it.
    @Test
    void shouldSayWhatAPieceWasWhenItCame() throws IOException {
        byte[] asItCame = new byte[32];
        asItCame[0] = 42;
        pieces.put(PATH, 0, asItCame);
        append();

        assertThat(ask(FIRST_PIECE).header("Content-Digest"))
                .isEqualTo(ContentDigest.field(asItCame));
    }

    @Test
    void shouldSayHowFarItIsWhenBytesDoNotCome() {
        ask(FIRST_PIECE)
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Gantry-Bytes-Done", String.valueOf(HALF))
                .header("Retry-After", "0")
                .body("type", equalTo("urn:gantry:problem:not-yet-here"));
    }

    @Test
    void shouldWaitForBytesThatDo() throws IOException, InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Response> answer = threads.submit(() -> ask(FIRST_PIECE));
            append();

            assertThat(answer.get().statusCode()).isEqualTo(206);
            assertThat(answer.get().asByteArray()).isEqualTo(Arrays.copyOf(CONTENT, Pieces.SIZE));
        }
    }

    @Test
    void shouldNotLetWaitWhoDoesNotWantTo() {
        long start = System.nanoTime();

        peer().header("Prefer", "wait=0")
                .queryParam("fingerprint", "f1")
                .urlEncodingEnabled(false)
                .header("Range", FIRST_PIECE)
                .get(url())
                .then()
                .statusCode(503);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
    }

    @Test
    void shouldGiveWhatIsCachedWithTheDigestOfAllOfIt() throws IOException, LoadFailedException {
        underWay.end(artifact, download);
        publish("f1");

        Response answer = ask("bytes=1048576-1053286");

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.asByteArray())
                .isEqualTo(Arrays.copyOfRange(CONTENT, Pieces.SIZE, CONTENT.length));
        assertThat(answer.header("Repr-Digest"))
                .isEqualTo(ContentDigest.fieldOfHex(MemorySource.sha256(CONTENT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f2", ""})
    void shouldNotGiveAnotherVersion(String fingerprint) {
        peer().header("Range", "bytes=0-9")
                .queryParam("fingerprint", fingerprint)
                .get("/v1/peers/artifacts/{artifact}/files/x", artifact)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:gantry:problem:other-files"));
    }

    @Test
    void shouldNotGiveWhatItCannotTellTheVersionOf() throws IOException, LoadFailedException {
        underWay.end(artifact, download);
        publish(null);

        ask("bytes=0-1").then().statusCode(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../../../lock", "/%2e%2e/lock", "/weights", "/other.bin"})
    void shouldGiveNothingButTheFilesOfAnArtifact(String path) {
        int status =
                peer().header("Range", "bytes=0-9")
                        .urlEncodingEnabled(false)
                        .get(
                                "/v1/peers/artifacts/"
                                        + artifact
                                        + "/files"
                                        + path
                                        + "?fingerprint=f1")
                        .statusCode();

        assertThat(status).isIn(404, 409);
    }

    @Test
    void shouldSayThatItHasNotHeardOfAnArtifact() {
        peer().header("Range", "bytes=0-9")
                .get("/v1/peers/artifacts/unheard/files/x?fingerprint=f1")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:gantry:problem:artifact-not-found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=0-1048576", "bytes=1053286-1053287"})
    void shouldRefuseRangesThatArePiecesOfNothing(String range) {
        ask(range)
                .then()
                .statusCode(416)
                .body("type", equalTo("urn:gantry:problem:range-not-given"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer geheimer", "Bearer gehei", "Basic geheim"})
    void shouldLetNobodyElseIn(String authorization) {
        for (String path :
                List.of("self", "artifacts/%s/files/x?fingerprint=f1".formatted(artifact))) {
            var request =
                    authorization.isEmpty()
                            ? given()
                            : given().header("Authorization", authorization);
            request.get("/v1/peers/" + path)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", "Bearer")
                    .contentType("application/problem+json")
                    .body("type", equalTo("urn:gantry:problem:peer-not-let-in"))
                    .body("detail", containsString("gantry.loader.peers.token"));
        }
    }

    @Test
    void shouldSayWhoItIs() {
        String instance = peer().get("/v1/peers/self").jsonPath().getString("instance");

        assertThat(instance).isNotBlank();
        assertThat(peer().get("/v1/peers/self").jsonPath().getString("instance"))
                .isEqualTo(instance);
    }

    @Test
    void shouldMeasureWhatItGives() {
        assertThat(ask("bytes=0-9").statusCode()).isEqualTo(206);

        assertThat(given().get("/q/metrics").asString())
                .contains("gantry_loader_peer_sent_bytes_total");
    }

    @Test
    void shouldDescribeItsApiWithExamples() {
        String piece = "paths.'/v1/peers/artifacts/{artifact}/files/{path}'.get.";
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body(
                        "paths.'/v1/peers/self'.get.responses.'200'.content.'application/json'.examples",
                        hasKey("one"))
                .body(
                        piece + "responses.'206'.content.'application/octet-stream'.examples",
                        hasKey("two bytes"))
                .body(
                        piece + "responses.'503'.content.'application/problem+json'.examples",
                        hasKey("on their way"))
                .body(piece + "responses", hasKey("416"));
    }

    private Response ask(String range) {
        return peer().header("Range", range)
                .queryParam("fingerprint", "f1")
                .urlEncodingEnabled(false)
                .get(url());
    }

    private String url() {
        return "/v1/peers/artifacts/" + artifact + "/files/weights/a%20b%2Bc%25.bin";
    }

    private static RequestSpecification peer() {
        return given().header("Authorization", "Bearer " + ScriptedPeer.TOKEN);
    }

    private void append() throws IOException {
        Files.write(
                directory.resolve(PATH),
                Arrays.copyOfRange(CONTENT, HALF, CONTENT.length),
                StandardOpenOption.APPEND);
    }

    private void publish(@org.jspecify.annotations.Nullable String fingerprint)
            throws IOException, LoadFailedException {
        VerifiedFile file = new VerifiedFile(PATH, CONTENT.length, MemorySource.sha256(CONTENT));
        try (Staging staging = cache.stage(artifact, null)) {
            Path target = staging.files().resolve(PATH);
            Files.createDirectories(target.getParent());
            Files.write(target, CONTENT);
            cache.publish(
                    staging,
                    staging.files(),
                    new Manifest(
                            artifact,
                            MemorySource.URI,
                            file.sha256(),
                            1,
                            List.of(file),
                            null,
                            fingerprint));
        }
    }
}
