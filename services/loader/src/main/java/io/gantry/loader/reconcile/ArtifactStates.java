package io.gantry.loader.reconcile;

import io.gantry.bus.EventPublisher;
import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.ArtifactEvicted;
import io.gantry.events.ArtifactFailed;
import io.gantry.events.ArtifactProgressed;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Failure;
import io.gantry.events.LogicalClock;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.StorageUri;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What this node says of its artifacts: publishes it and remembers the last of each.
@ApplicationScoped
class ArtifactStates {

    private final EventPublisher publisher;
    private final ArtifactCache cache;
    private final LoadMetrics metrics;
    private final String node;
    private final LogicalClock clock;
    private final long born;
    private final Map<String, ArtifactEvent> last = new ConcurrentHashMap<>();
    private final Map<String, ArtifactEvent> earlier = new ConcurrentHashMap<>();

    ArtifactStates(
            EventPublisher publisher,
            ArtifactCache cache,
            LoaderConfig config,
            InstantSource time,
            LoadMetrics metrics) {
        this.publisher = publisher;
        this.cache = cache;
        this.metrics = metrics;
        metrics.watch(this::all);
        this.node = config.node();
        this.clock = new LogicalClock(time);
        this.born = clock.next();
    }

    List<ArtifactEvent> all() {
        return List.copyOf(last.values());
    }

    Optional<ArtifactEvent> find(String artifact) {
        return Optional.ofNullable(last.get(artifact));
    }

    /// Takes in what an earlier process of this node said, as it comes back from the topic.
    void recall(ArtifactEvent event) {
        if (!event.node().equals(node)) {
            return;
        }
        clock.witness(event.generation());
        if (event.generation() < born) {
            if (event.removal()) {
                earlier.remove(event.artifact());
            } else {
                earlier.put(event.artifact(), event);
            }
        }
    }

    /// The last states that an earlier process left, once.
    List<ArtifactEvent> takeEarlier() {
        List<ArtifactEvent> taken = List.copyOf(earlier.values());
        earlier.clear();
        return taken;
    }

    void progressed(Download download) {
        ArtifactReference reference = download.reference();
        Download.State state = download.state();
        tell(
                new ArtifactProgressed(
                        reference.artifact(),
                        node,
                        StorageUri.redacted(reference.storageUri()),
                        clock.next(),
                        state.done(),
                        state.total(),
                        state.rate()));
    }

    /// For an artifact that has just come.
    void loaded(Manifest manifest) {
        metrics.loaded(manifest);
        cached(manifest);
    }

    void cached(Manifest manifest) {
        tell(
                new ArtifactCached(
                        manifest.artifact(),
                        node,
                        manifest.storageUri(),
                        clock.next(),
                        cache.pathOf(manifest).toString(),
                        manifest.sha256(),
                        manifest.bytes(),
                        manifest.files().size(),
                        manifest.millis()));
    }

    void failed(ArtifactReference reference, Failure failure, @Nullable Instant retryAt) {
        metrics.failed(failure.reason());
        tell(
                new ArtifactFailed(
                        reference.artifact(),
                        node,
                        StorageUri.redacted(reference.storageUri()),
                        clock.next(),
                        failure,
                        retryAt));
    }

    void evicted(String artifact, String storageUri) {
        publisher.publish(
                new ArtifactEvicted(artifact, node, StorageUri.redacted(storageUri), clock.next()));
        if (last.remove(artifact) instanceof ArtifactCached) {
            metrics.evicted();
        }
    }

    private void tell(ArtifactEvent event) {
        last.put(event.artifact(), event);
        publisher.publish(event);
    }
}
