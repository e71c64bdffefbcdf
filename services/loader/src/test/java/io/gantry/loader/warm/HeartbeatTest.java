package io.gantry.loader.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.bus.EventPublisher;
import io.gantry.events.NodeObserved;
import io.gantry.events.Topic;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.reconcile.PublishedArtifacts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Of a node beside the application's own.
@QuarkusTest
@TestProfile(TwoNodes.class)
class HeartbeatTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject EventPublisher publisher;
    @Inject ArtifactCache cache;

    @Test
    void shouldSayAgainAndAgainThatTheNodeIsThereAndAtLastThatItIsNot()
            throws InterruptedException {
        Heartbeat heartbeat =
                new Heartbeat(publisher, cache, config("beating"), InstantSource.system());

        heartbeat.begin();
        await("said twice")
                .atMost(PATIENCE)
                .until(() ->
                        said("beating").stream().anyMatch(event -> event.contains("cacheBytes")));
        heartbeat.end();

        assertThat(said("beating")).last().asString().startsWith("io.gantry.node.removed.v1");
        assertThat(said("beating"))
                .first()
                .asString()
                .startsWith("io.gantry.node.observed.v1")
                .contains("\"gpu\":\"h100\"", "\"nvidia.com/gpu\":8", "\"intervalMillis\":100");
        assertThat(said("beating"))
                .as("what the cache can take in, once it was measured")
                .anyMatch(event -> event.matches("(?s).*\"cacheFreeBytes\":[1-9].*"));
    }

    /// Others drop what is not newer than what they have.
    @Test
    void shouldSayNewerThingsThanAnEarlierProcessWhoseClockWasAhead() throws InterruptedException {
        long ahead = (System.currentTimeMillis() + 3_600_000) * 1000;
        Heartbeat heartbeat =
                new Heartbeat(publisher, cache, config("ahead"), InstantSource.system());
        heartbeat.recall(new NodeObserved("other", ahead * 2, Map.of(), Map.of(), 100));
        heartbeat.recall(new NodeObserved("ahead", ahead, Map.of(), Map.of(), 100));

        heartbeat.end();

        assertThat(said("ahead"))
                .singleElement()
                .asString()
                .contains("\"generation\":" + (ahead + 1));
    }

    private static List<String> said(String node) {
        return PublishedArtifacts.of(Topic.NODES, node);
    }

    private static LoaderConfig config(String node) {
        return new Settings(
                        Map.of(
                                "gantry.loader.node", node,
                                "gantry.loader.warm.heartbeat", "100ms",
                                "gantry.loader.warm.labels", "gpu=h100",
                                "gantry.loader.warm.resources", "nvidia.com/gpu=8"))
                .config();
    }
}
