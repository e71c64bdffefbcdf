package io.gantry.registry.timeline;

import io.gantry.events.AlertEvent;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.Event;
import io.gantry.events.Keys;
import io.gantry.events.PredictorEvent;
import io.gantry.events.ScalingEvent;
import io.gantry.kserve.api.InferenceService;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.Trouble;
import io.gantry.registry.revision.ArtifactUse;
import io.gantry.registry.store.Observations;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.Waiting;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Writes what is heard into the timeline, and forgets what is old.
///
/// Every instance hears of every event and tries to add it; the first one does. So what was heard
/// while all were down, and is still on the topics, is added when one is back.
@ApplicationScoped
class TimelineWriter {

    private static final int QUEUE = 10_000;
    private static final int BATCH = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FORGETTING = Duration.ofMinutes(10);

    private final TimelineStore store;
    private final Observations observations;
    private final InstantSource time;
    private final RegistryConfig.Timeline config;
    private final News news = new News();
    private final Trouble trouble =
            new Trouble(
                    "What happens cannot be written down, trying again until it can",
                    "What happens can be written down again");
    private final BlockingQueue<Heard> queue = new ArrayBlockingQueue<>(QUEUE);
    private @Nullable Thread thread;
    private long nextForgetting = System.nanoTime();

    TimelineWriter(
            TimelineStore store,
            Observations observations,
            InstantSource time,
            RegistryConfig config) {
        this.store = store;
        this.observations = observations;
        this.time = time;
        this.config = config.timeline();
    }

    /// When the database is away for so long that the queue is full, what comes then is not told.
    void take(Heard heard) {
        if (heard.at().isAfter(oldest()) && isNews(heard.event()) && !queue.offer(heard)) {
            Log.debugf("Too much to tell, left out event=%s", heard.id());
        }
    }

    private synchronized boolean isNews(Event event) {
        return news.is(event);
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("timeline-writer").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join(PATIENCE);
        }
    }

    private void run() {
        List<Heard> batch = new ArrayList<>();
        try {
            while (true) {
                if (batch.isEmpty()) {
                    Heard first = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                    if (first != null) {
                        batch.add(first);
                        queue.drainTo(batch, BATCH);
                    }
                }
                if (written(batch)) {
                    batch.clear();
                } else {
                    TimeUnit.SECONDS.sleep(1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return false when the database was in the way
    private boolean written(List<Heard> batch) throws InterruptedException {
        try {
            List<Entry> entries = new ArrayList<>();
            for (Heard heard : batch) {
                models(heard.event()).forEach(model -> entries.add(Entry.of(model, heard)));
            }
            if (!entries.isEmpty()) {
                Waiting.on(() -> Panache.withTransaction(() -> TimelineStore.add(entries)));
            }
            forget();
            trouble.isOver();
            return true;
        } catch (RuntimeException e) {
            trouble.met(e);
            return false;
        }
    }

    /// To which models an event has happened.
    private List<ResourceKey> models(Event event) throws InterruptedException {
        return switch (event) {
            case PredictorEvent predictor ->
                    List.of(model(predictor.namespace(), predictor.name()));
            case ScalingEvent scaling -> List.of(model(scaling.namespace(), scaling.name()));
            case AlertEvent alert ->
                    alert.namespace().equals(Keys.CLUSTER_SCOPE)
                            ? List.of()
                            : List.of(model(alert.namespace(), alert.name()));
            case ArtifactEvent artifact ->
                    Waiting.on(() ->
                            observations.keeping(
                                    InferenceService.KIND,
                                    ArtifactUse.pattern(artifact.artifact())));
            default -> List.of();
        };
    }

    private static ResourceKey model(String namespace, String name) {
        return new ResourceKey(InferenceService.KIND, namespace, name);
    }

    private void forget() throws InterruptedException {
        if (System.nanoTime() - nextForgetting >= 0) {
            int gone;
            do {
                gone = Waiting.on(() -> store.forget(oldest()));
            } while (gone > 0);
            nextForgetting = System.nanoTime() + FORGETTING.toNanos();
        }
    }

    private Instant oldest() {
        return time.instant().minus(config.keep());
    }
}
