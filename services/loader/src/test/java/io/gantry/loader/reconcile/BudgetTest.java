package io.gantry.loader.reconcile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.bus.EventPublisher;
import io.gantry.events.ArtifactReference;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.Revision;
import io.gantry.loader.SmallBudget;
import io.gantry.loader.cache.ArtifactCache;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole loader with a budget of 100 bytes.
@QuarkusTest
@TestProfile(SmallBudget.class)
class BudgetTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject EventPublisher publisher;

    @Inject ArtifactCache cache;

    @TempDir Path models;

    @Test
    void shouldMakeRoomOfWhatWasWantedLongestAgoAndOfNothingThatIsInUse() throws IOException {
        ArtifactReference oldest = model("oldest", 40);
        ArtifactReference newer = model("newer", 40);
        apply(oldest);
        awaitState(oldest, "Cached");
        apply(newer);
        awaitState(newer, "Cached");
        leave("oldest");
        leave("newer");

        ArtifactReference third = model("third", 50);
        apply(third);
        awaitState(third, "Cached");
        assertThat(state(oldest)).isEqualTo("gone");
        assertThat(state(newer)).isEqualTo("Cached");

        ArtifactReference fourth = model("fourth", 50);
        apply(fourth);
        awaitState(fourth, "Cached");
        assertThat(state(newer)).isEqualTo("gone");

        // Both that are left are in use.
        ArtifactReference fifth = model("fifth", 10);
        apply(fifth);
        awaitState(fifth, "Failed");
        given().get("/v1/artifacts/" + fifth.artifact())
                .then()
                .body("failure.reason", equalTo("DiskFull"));
        assertThat(state(third)).isEqualTo("Cached");
        assertThat(state(fourth)).isEqualTo("Cached");

        // It is tried again, and then there is room.
        delete("third");
        awaitState(fifth, "Cached");
        assertThat(state(third)).isEqualTo("gone");
        List.of("oldest", "newer", "fourth", "fifth").forEach(this::delete);
    }

    /// As `pull` and peers do with what they take.
    @Test
    void shouldKeepWhatWasOfUseSinceNobodyRefersToIt() throws IOException {
        ArtifactReference taken = model("taken", 40);
        ArtifactReference idle = model("idle", 40);
        apply(taken);
        awaitState(taken, "Cached");
        apply(idle);
        awaitState(idle, "Cached");
        leave("taken");
        leave("idle");
        cache.touch(taken.artifact(), Instant.now().plusSeconds(10));

        ArtifactReference next = model("next", 50);
        apply(next);
        awaitState(next, "Cached");

        assertThat(state(idle)).isEqualTo("gone");
        assertThat(state(taken)).isEqualTo("Cached");
        List.of("taken", "idle", "next").forEach(this::delete);
    }

    private ArtifactReference model(String name, int bytes) throws IOException {
        Path directory = Files.createDirectory(models.resolve(name));
        Files.writeString(directory.resolve("model.bin"), name.repeat(bytes).substring(0, bytes));
        return ArtifactReference.of(
                "file://" + directory, null, ArtifactReference.DEFAULT_MOUNT_PATH);
    }

    private void apply(ArtifactReference reference) {
        apply(Path.of(reference.storageUri()).getFileName().toString(), 1, reference);
    }

    private void apply(String name, long generation, ArtifactReference reference) {
        Revision revision =
                new Revision(
                        Revision.nameOf(name, 1),
                        1,
                        100,
                        JsonNodeFactory.instance.objectNode(),
                        List.of(reference));
        publisher.publish(
                new InferenceServiceApplied(
                        "budget",
                        name,
                        "u",
                        generation,
                        List.of(revision),
                        JsonNodeFactory.instance.objectNode()));
    }

    /// Has a service refer to something else, and returns when the loader knows.
    private void leave(String name) {
        ArtifactReference nothing =
                ArtifactReference.of(
                        "file://" + models.resolve(name + "-2"),
                        null,
                        ArtifactReference.DEFAULT_MOUNT_PATH);
        apply(name, 2, nothing);
        awaitState(nothing, "Failed");
    }

    private void delete(String name) {
        publisher.publish(new InferenceServiceDeleted("budget", name, "u", 3));
    }

    private static void awaitState(ArtifactReference reference, String state) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(state(reference)).isEqualTo(state));
    }

    private static String state(ArtifactReference reference) {
        var answer = given().get("/v1/artifacts/" + reference.artifact());
        return answer.statusCode() == 404 ? "gone" : answer.jsonPath().getString("state");
    }
}
