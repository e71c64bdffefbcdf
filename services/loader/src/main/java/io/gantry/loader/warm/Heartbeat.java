package io.gantry.loader.warm;

import io.gantry.bus.EventPublisher;
import io.gantry.events.LogicalClock;
import io.gantry.events.NodeEvent;
import io.gantry.events.NodeObserved;
import io.gantry.events.NodeRemoved;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.outcome.LoadFailedException;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Tells the others of this node, for as long as its loader runs.
@ApplicationScoped
public class Heartbeat {

    /// How long a loader that stops waits for Kafka; without it, the others miss the node later.
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    /// Labels of a node change seldom, and there may be a thousand nodes.
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final EventPublisher publisher;

    /// Null where the configuration describes the node.
    private final @Nullable ClusterNode cluster;

    /// Null until the cluster has told of the node: what nobody knows, nobody shall count on.
    private @Nullable Description description;

    private long lookedNanos;
    private final String node;
    private final Duration interval;
    private final ArtifactCache cache;
    private final LoaderConfig.Cache limits;
    private final LogicalClock clock;

    /// One thread for what others wait for, one for a disk that may not answer.
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(2, Thread.ofVirtual().name("heartbeat").factory());

    private volatile @Nullable CacheRoom room;

    Heartbeat(
            EventPublisher publisher,
            ArtifactCache cache,
            LoaderConfig config,
            InstantSource time) {
        this.cache = cache;
        this.limits = config.cache();
        this.cluster =
                config.warm().cluster().map(api -> ClusterNode.of(api, config.node())).orElse(null);
        this.publisher = publisher;
        this.description = cluster == null ? Description.of(config.warm()) : null;
        this.node = config.node();
        this.interval = config.warm().heartbeat();
        this.clock = new LogicalClock(time);
    }

    /// Takes in what this node has said, so that what it says next is newer, whatever its clock.
    public void recall(NodeEvent event) {
        if (event.node().equals(node)) {
            clock.witness(event.generation());
        }
    }

    void start(@Observes StartupEvent event) {
        begin();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        end();
    }

    void begin() {
        long millis = interval.toMillis();
        var _ = timer.scheduleAtFixedRate(this::measure, 0, millis, TimeUnit.MILLISECONDS);
        var _ = timer.scheduleAtFixedRate(this::tell, 0, millis, TimeUnit.MILLISECONDS);
    }

    void end() throws InterruptedException {
        timer.shutdownNow();
        try {
            publisher
                    .send(new NodeRemoved(node, clock.next()))
                    .toCompletableFuture()
                    .get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Log.debugf("Kafka did not take that the node stops reason=%s", e.getMessage());
        }
    }

    private void measure() {
        try {
            room = CacheRoom.of(cache.free(), cache.used() + cache.staged(), limits);
        } catch (LoadFailedException | RuntimeException e) {
            room = null;
            Log.debugf("The cache's disk cannot be measured reason=%s", e.getMessage());
        }
    }

    /// What was known stays when the cluster does not tell.
    private void look() {
        long now = System.nanoTime();
        if (cluster == null || (description != null && now - lookedNanos < LOOK_AGAIN.toNanos())) {
            return;
        }
        lookedNanos = now;
        try {
            description = cluster.read();
        } catch (IOException e) {
            Log.errorf(
                    "The node's labels and devices cannot be had from the cluster, trying again reason=%s",
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        try {
            look();
            Description described = description;
            CacheRoom known = room;
            if (described != null) {
                publisher.publish(
                        new NodeObserved(
                                node,
                                clock.next(),
                                described.labels(),
                                described.resources(),
                                interval.toMillis(),
                                known == null ? null : known.free(),
                                known == null ? null : known.total()));
            }
        } catch (RuntimeException e) {
            // A timer whose task throws never runs it again.
            Log.errorf(e, "The others cannot be told of this node, trying again");
        }
    }
}
