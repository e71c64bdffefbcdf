package io.gantry.loader.reconcile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.bus.EventPublisher;
import io.gantry.events.ArtifactFailed;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.Revision;
import io.gantry.loader.QuickEviction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole loader with a real Kafka: what is desired arrives in the cache, and leaves it.
@QuarkusTest
@TestProfile(QuickEviction.class)
class LoaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject EventPublisher publisher;

    @TempDir Path models;

    @Test
    void shouldCacheWhatARevisionRefersTo() throws IOException {
        ArtifactReference reference = model("cached", "weights");

        apply("cached", 1, reference);

        awaitState(reference, "Cached");
        given().get("/v1/artifacts/" + reference.artifact())
                .then()
                .statusCode(200)
                .body("bytesTotal", equalTo(7))
                .body("storageUri", equalTo(reference.storageUri()));
    }

    @Test
    void shouldSayWhatIsMissing() {
        ArtifactReference reference = reference("file://" + models.resolve("nothing"), null);

        apply("missing", 1, reference);

        awaitState(reference, "Failed");
        given().get("/v1/artifacts/" + reference.artifact())
                .then()
                .body("failure.reason", equalTo("StorageNotFound"))
                .body("failure.message", containsString("does not exist"));
        assertPublished(reference, "StorageNotFound");
    }

    @Test
    void shouldRefuseAWrongChecksum() throws IOException {
        ArtifactReference right = model("checked", "weights");
        ArtifactReference reference = reference(right.storageUri(), "0".repeat(64));

        apply("checked", 1, reference);

        awaitState(reference, "Failed");
        given().get("/v1/artifacts/" + reference.artifact())
                .then()
                .body("failure.reason", equalTo("ChecksumMismatch"))
                .body("failure.message", containsString("expected was 0000"));
        assertPublished(reference, "ChecksumMismatch");
    }

    @Test
    void shouldNameTheSchemesItKnows() {
        ArtifactReference reference = reference("gopher://models/a", null);

        apply("unknown-scheme", 1, reference);

        awaitState(reference, "Failed");
        given().get("/v1/artifacts/" + reference.artifact())
                .then()
                .body("failure.reason", equalTo("StorageUriNotSupported"))
                .body("failure.remedy", containsString("s3://"));
        assertPublished(reference, "StorageUriNotSupported");
    }

    @Test
    void shouldSayThatASourceIsNotThere() {
        ArtifactReference reference = reference("http://127.0.0.1:1/model.onnx", null);

        apply("unreachable", 1, reference);

        awaitState(reference, "Failed");
        given().get("/v1/artifacts/" + reference.artifact())
                .then()
                .body("failure.message", containsString("no connection to 127.0.0.1:1"))
                .body("failure.remedy", containsString("tried again"));
        assertPublished(reference, "StorageUnreachable");
    }

    @Test
    void shouldEvictWhatNobodyRefersToAnyMoreAndNotBeMovedByReplays() throws IOException {
        ArtifactReference reference = model("evicted", "weights of its own");
        apply("evicted", 1, reference);
        awaitState(reference, "Cached");

        publisher.publish(new InferenceServiceDeleted("default", "evicted", "u", 2));
        awaitGone(reference);
        // When the older event comes again, and a later one of another service behind it
        apply("evicted", 1, reference);
        ArtifactReference other = model("after", "other weights");
        apply("after", 1, other);
        awaitState(other, "Cached");

        given().get("/v1/artifacts/" + reference.artifact())
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void shouldShowNoSecretsOfAStorageUri() {
        ArtifactReference reference =
                reference("http://me:geheim@127.0.0.1:1/m.onnx?X-Amz-Signature=geheim", null);

        apply("secret", 1, reference);

        awaitState(reference, "Failed");
        String shown = given().get("/v1/artifacts/" + reference.artifact()).asString();
        assertThat(shown).contains("http://...@127.0.0.1:1/m.onnx?...").doesNotContain("geheim");
        assertThat(PublishedArtifacts.of(reference.artifact()))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(event -> assertThat(event).doesNotContain("geheim"));
    }

    /// An earlier process failed to load what was deleted before this one started.
    @Test
    void shouldTakeBackWhatAnEarlierProcessSaidAndWhatHoldsNoLonger() {
        Failure failure = Failure.of(FailureReason.STORAGE_NOT_FOUND, "m", "r");
        publisher.publish(
                new ArtifactFailed("feedfeedfeedfeed", "local", "s3://m", 1, failure, null));

        await("taken back")
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(PublishedArtifacts.of("feedfeedfeedfeed"))
                                .last()
                                .asString()
                                .startsWith("io.gantry.artifact.evicted.v1"));
    }

    @Test
    void shouldMeasureWhatItDoes() throws IOException {
        ArtifactReference reference = model("measured", "some more weights");
        apply("measured", 1, reference);
        apply("measured-missing", 1, reference("file://" + models.resolve("none"), null));
        awaitState(reference, "Cached");

        await("metrics")
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(given().get("/q/metrics").asString())
                                .contains(
                                        "gantry_loader_downloads_active ",
                                        "gantry_loader_cache_artifacts ",
                                        "gantry_loader_cache_bytes ",
                                        "gantry_loader_cache_free_bytes ",
                                        "gantry_loader_download_seconds_count ",
                                        "gantry_loader_download_bytes_total ",
                                        "gantry_loader_download_failures_total{reason=\"storage_not_found\"}"));
    }

    /// An alert on the increase of a counter that begins at 1 does not see the first.
    @Test
    void shouldCountFailuresFromZeroOn() {
        assertThat(given().get("/q/metrics").asString())
                .contains(
                        "gantry_loader_download_failures_total{reason=\"checksum_mismatch\"} 0",
                        "gantry_loader_download_failures_total{reason=\"disk_full\"} 0",
                        "gantry_loader_evictions_total ");
    }

    @Test
    void shouldGiveNothingToOthersWithoutAToken() {
        for (String path : List.of("self", "artifacts/any/files/model.bin?fingerprint=1")) {
            given().header("Authorization", "Bearer ")
                    .get("/v1/peers/" + path)
                    .then()
                    .statusCode(404)
                    .body("type", equalTo("urn:gantry:problem:peers-off"));
        }
    }

    @Test
    void shouldDescribeItsApiWithExamples() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body(
                        "paths.'/v1/artifacts'.get.responses.'200'.content.'application/json'.examples.cached.value[0].state",
                        equalTo("Cached"))
                .body(
                        "paths.'/v1/artifacts/{artifact}'.get.responses.'200'.content.'application/json'.examples.cached.value.state",
                        equalTo("Cached"))
                .body(
                        "paths.'/v1/artifacts/{artifact}'.get.responses",
                        org.hamcrest.Matchers.hasKey("404"));
    }

    /// On the topic, for everybody, with nothing left on the disk.
    private static void assertPublished(ArtifactReference reference, String reason) {
        await("published")
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(PublishedArtifacts.of(reference.artifact()))
                                .last()
                                .asString()
                                .startsWith("io.gantry.artifact.failed.v1")
                                .contains("\"reason\":\"" + reason + "\""));
        Path cache = Path.of("target/test-cache");
        assertThat(cache.resolve("tmp").resolve(reference.artifact())).doesNotExist();
        assertThat(cache.resolve("artifacts").resolve(reference.artifact())).doesNotExist();
    }

    private ArtifactReference model(String name, String content) throws IOException {
        Path directory = Files.createDirectories(models.resolve(name));
        Files.writeString(directory.resolve("model.bin"), content);
        return reference("file://" + directory, null);
    }

    private static ArtifactReference reference(
            String uri, @org.jspecify.annotations.Nullable String sha256) {
        return ArtifactReference.of(uri, sha256, ArtifactReference.DEFAULT_MOUNT_PATH);
    }

    private void apply(String name, long generation, ArtifactReference reference) {
        var nothing = JsonNodeFactory.instance.objectNode();
        Revision revision =
                new Revision(Revision.nameOf(name, 1), 1, 100, nothing, List.of(reference));
        publisher.publish(
                new InferenceServiceApplied(
                        "default", name, "u", generation, List.of(revision), nothing));
    }

    private static void awaitState(ArtifactReference reference, String state) {
        await(state)
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(
                                        given().get("/v1/artifacts/" + reference.artifact())
                                                .jsonPath()
                                                .getString("state"))
                                .isEqualTo(state));
    }

    private static void awaitGone(ArtifactReference reference) {
        await("gone")
                .atMost(PATIENCE)
                .until(() ->
                        given().get("/v1/artifacts/" + reference.artifact()).statusCode() == 404);
    }
}
