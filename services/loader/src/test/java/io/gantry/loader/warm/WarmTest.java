package io.gantry.loader.warm;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.bus.EventPublisher;
import io.gantry.events.ArtifactReference;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.Keys;
import io.gantry.events.ModelCacheApplied;
import io.gantry.events.ModelCacheDeleted;
import io.gantry.events.ModelNodeGroupApplied;
import io.gantry.events.ModelNodeGroupDeleted;
import io.gantry.events.NodeObserved;
import io.gantry.events.NodeRemoved;
import io.gantry.events.Revision;
import io.gantry.events.node.Node;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole loader of one node among others.
@QuarkusTest
@TestProfile(TwoNodes.class)
class WarmTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OTHER = "warm-other";

    @Inject EventPublisher publisher;

    @Inject Surroundings surroundings;

    @TempDir Path models;

    private long generation = System.currentTimeMillis() * 1000;

    /// Other tests have the same Kafka.
    @AfterEach
    void shouldLeaveNoNodeBehind() {
        publisher.publish(new NodeRemoved(OTHER, ++generation));
    }

    @Test
    void shouldShareTheModelsWithAnotherNodeUntilThatIsGone() {
        appears(OTHER, Duration.ofHours(1));
        awaitOther();
        List<ArtifactReference> all =
                IntStream.range(0, 24).mapToObj(i -> model("shared-" + i)).toList();
        List<ArtifactReference> own = all.stream().filter(WarmTest::isOwn).toList();
        List<ArtifactReference> others = all.stream().filter(each -> !isOwn(each)).toList();
        assertThat(own).isNotEmpty();
        assertThat(others).isNotEmpty();

        all.forEach(reference -> apply(reference, "{}"));
        own.forEach(reference -> awaitState(reference, "Cached"));
        all.forEach(this::awaitKnown);
        // When another one is loaded that both nodes are to have
        ArtifactReference last = model("last");
        apply(last, "{\"minReplicas\": 2}");
        awaitState(last, "Cached");
        others.forEach(reference -> assertThat(state(reference)).isEqualTo("unknown"));

        publisher.publish(new NodeRemoved(OTHER, ++generation));

        others.forEach(reference -> awaitState(reference, "Cached"));
        all.forEach(this::delete);
        delete(last);
    }

    @Test
    void shouldTakeOverFromANodeThatFallsSilent() {
        appears(OTHER, Duration.ofMillis(200));
        ArtifactReference reference = modelOfOther("silent");

        apply(reference, "{}");

        awaitState(reference, "Cached");
        delete(reference);
    }

    /// Everything that nobody refers to is evicted at once.
    @Test
    void shouldKeepWhatAnotherNodeIsToLoadFromNowOn() {
        ArtifactReference moving = modelOfOther("moving");
        apply(moving, "{}");
        awaitState(moving, "Cached");

        appears(OTHER, Duration.ofHours(1));
        awaitOther();
        ArtifactReference next = model("next");
        apply(next, "{\"minReplicas\": 2}");
        awaitState(next, "Cached");

        assertThat(surroundings.plan().orElseThrow().loaded()).doesNotContainKey(moving.artifact());
        assertThat(state(moving)).isEqualTo("Cached");
        delete(moving);
        delete(next);
    }

    @Test
    void shouldNotLoadWhatNoNodeCanRun() {
        ArtifactReference huge = model("huge");
        ArtifactReference small = model("small");
        apply(huge, "{\"model\": {\"resources\": {\"limits\": {\"nvidia.com/gpu\": \"2\"}}}}");
        apply(small, "{\"model\": {\"resources\": {\"limits\": {\"nvidia.com/gpu\": \"1\"}}}}");

        awaitState(small, "Cached");
        await("measured")
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(given().get("/q/metrics").asString())
                                .contains("gantry_loader_revisions_unplaced 1.0"));
        assertThat(state(huge)).isEqualTo("unknown");
        delete(huge);
        delete(small);
    }

    /// They would wait for it otherwise.
    @Test
    void shouldTellOtherLoadersThatItLeavesAModelToOthers() {
        ArtifactReference huge = model("others");
        apply(huge, "{\"model\": {\"resources\": {\"limits\": {\"nvidia.com/gpu\": \"2\"}}}}");

        awaitKnown(huge);

        given().header("Authorization", "Bearer " + TwoNodes.TOKEN)
                .header("Range", "bytes=0-9")
                .get("/v1/peers/artifacts/%s/files/x?fingerprint=f".formatted(huge.artifact()))
                .then()
                .statusCode(410)
                .body("type", equalTo("urn:gantry:problem:left-to-other-nodes"));
        delete(huge);
    }

    @Test
    void shouldWarmACanaryBeforeItGetsTraffic() {
        ArtifactReference stable = model("stable");
        ArtifactReference canary = model("canary");
        publisher.publish(
                new InferenceServiceApplied(
                        "warm",
                        "canary",
                        "u",
                        ++generation,
                        List.of(
                                revision("canary", 1, 100, "{}", stable),
                                revision("canary", 2, 0, "{}", canary)),
                        World.json("{}")));

        awaitState(stable, "Cached");
        awaitState(canary, "Cached");
        publisher.publish(new InferenceServiceDeleted("warm", "canary", "u", ++generation));
    }

    /// Nothing but the cache asks for the model, and everything else is evicted at once.
    @Test
    void shouldKeepAModelForAsLongAsItsCacheIsThere() {
        ArtifactReference pinned = model("pinned");
        JsonNode zoneA =
                World.json(
                        """
                        {"matchExpressions": [{"key": "zone", "operator": "In", "values": ["a"]}]}\
                        """);
        publisher.publish(new ModelNodeGroupApplied("warm", ++generation, 100, List.of(zoneA)));
        publisher.publish(
                new ModelCacheApplied(
                        Keys.CLUSTER_SCOPE,
                        "pinned",
                        "u",
                        ++generation,
                        Instant.EPOCH,
                        pinned,
                        100,
                        List.of("warm")));
        awaitState(pinned, "Cached");
        ArtifactReference passing = model("passing");
        apply(passing, "{}");
        awaitState(passing, "Cached");
        delete(passing);
        awaitState(passing, "unknown");
        assertThat(state(pinned)).isEqualTo("Cached");

        publisher.publish(new ModelCacheDeleted(Keys.CLUSTER_SCOPE, "pinned", "u", ++generation));

        awaitState(pinned, "unknown");
        publisher.publish(new ModelNodeGroupDeleted("warm", ++generation));
    }

    private void appears(String node, Duration interval) {
        publisher.publish(
                new NodeObserved(
                        node,
                        ++generation,
                        Map.of("zone", "a", "name", node),
                        Map.of("nvidia.com/gpu", 1L),
                        interval.toMillis()));
    }

    /// Only the other node can run this.
    private void awaitOther() {
        ArtifactReference marker = reference("marker");
        apply(marker, "{\"nodeSelector\": {\"name\": \"%s\"}}".formatted(OTHER));
        awaitKnown(marker);
        await("the other node is known")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> surroundings.plan().orElseThrow().unplaced().isEmpty());
        delete(marker);
    }

    private void awaitKnown(ArtifactReference reference) {
        await("known " + reference.storageUri())
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        surroundings.plan().orElseThrow().kept().containsKey(reference.artifact()));
    }

    private static boolean isOwn(ArtifactReference reference) {
        List<Node> both =
                List.of(
                        new Node(TwoNodes.NODE, Map.of(), Map.of()),
                        new Node(OTHER, Map.of(), Map.of()));
        return Rendezvous.choose(reference.artifact(), both, 1)
                .getFirst()
                .name()
                .equals(TwoNodes.NODE);
    }

    /// A model that the other node loads when there are both.
    private ArtifactReference modelOfOther(String name) {
        ArtifactReference reference =
                IntStream.range(0, 100)
                        .mapToObj(i -> reference(name + "-" + i))
                        .filter(each -> !isOwn(each))
                        .findFirst()
                        .orElseThrow();
        create(reference);
        return reference;
    }

    private ArtifactReference model(String name) {
        ArtifactReference reference = reference(name);
        create(reference);
        return reference;
    }

    private ArtifactReference reference(String name) {
        return World.artifact("file://" + models.resolve(name));
    }

    private static void create(ArtifactReference reference) {
        Path directory = Path.of(reference.storageUri().substring("file://".length()));
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("model.bin"), directory.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void apply(ArtifactReference reference, String predictor) {
        String name = nameOf(reference);
        publisher.publish(
                new InferenceServiceApplied(
                        "warm",
                        name,
                        "u",
                        ++generation,
                        List.of(revision(name, 1, 100, predictor, reference)),
                        World.json("{}")));
    }

    private static Revision revision(
            String service, int number, int percent, String predictor, ArtifactReference artifact) {
        return new Revision(
                Revision.nameOf(service, number),
                number,
                percent,
                World.json(predictor),
                List.of(artifact));
    }

    private void delete(ArtifactReference reference) {
        publisher.publish(
                new InferenceServiceDeleted("warm", nameOf(reference), "u", ++generation));
    }

    private static String nameOf(ArtifactReference reference) {
        return Path.of(reference.storageUri()).getFileName().toString();
    }

    private static void awaitState(ArtifactReference reference, String state) {
        await(reference.storageUri() + " " + state)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state(reference)).isEqualTo(state));
    }

    private static String state(ArtifactReference reference) {
        var answer = given().get("/v1/artifacts/" + reference.artifact());
        return answer.statusCode() == 404 ? "unknown" : answer.jsonPath().getString("state");
    }
}
