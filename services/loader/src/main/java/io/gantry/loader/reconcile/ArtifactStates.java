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
    private final String node;
    private final LogicalClock clock;
    private final Map<String, ArtifactEvent> last = new ConcurrentHashMap<>();

    ArtifactStates(
            EventPublisher publisher,
            ArtifactCache cache,
            LoaderConfig config,
            InstantSource time) {
        this.publisher = publisher;
        this.cache = cache;
        this.node = config.node();
        this.clock = new LogicalClock(time);
    }

    List<ArtifactEvent> all() {
        return List.copyOf(last.values());
    }

    Optional<ArtifactEvent> find(String artifact) {
        return Optional.ofNullable(last.get(artifact));
    }

    void progressed(Download download, Instant now) {
        ArtifactReference reference = download.reference();
        tell(
                new ArtifactProgressed(
                        reference.artifact(),
                        node,
                        reference.storageUri(),
                        clock.next(),
                        download.progress().done(),
                        download.progress().total(),
                        download.rate(now)));
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
        tell(
                new ArtifactFailed(
                        reference.artifact(),
                        node,
                        reference.storageUri(),
                        clock.next(),
                        failure,
                        retryAt));
    }

    void evicted(String artifact, String storageUri) {
        publisher.publish(new ArtifactEvicted(artifact, node, storageUri, clock.next()));
        last.remove(artifact);
    }

    private void tell(ArtifactEvent event) {
        last.put(event.artifact(), event);
        publisher.publish(event);
    }
}
