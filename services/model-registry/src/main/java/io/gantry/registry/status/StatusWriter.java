package io.gantry.registry.status;

import io.gantry.bus.CatchUp;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kserve.rules.ResourceRules;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.Trouble;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Range;
import io.gantry.registry.revision.ArtifactUse;
import io.gantry.registry.store.Observations;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.StoredResource;
import io.gantry.registry.store.Waiting;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Writes into the database what is observed of services, graphs and caches, so that every client
/// and every watch sees the same, each change with a resource version of its own.
///
/// One instance of all writes, and not before it has read the topics: until then the absence of a
/// predictor means nothing. What changes while it writes waits for the next round, so a service
/// that reports a hundred times a second costs a few writes. Now and then it looks at all of them,
/// so that nothing hangs on having heard of one particular change.
@ApplicationScoped
class StatusWriter {

    private static final int PAGE = 500;

    /// The kinds of which one resource has a name.
    private static final List<String> SERVED = List.of(InferenceService.KIND, LlmService.KIND);

    /// The kinds of which something is observed.
    private static final List<String> KINDS =
            List.of(
                    InferenceService.KIND,
                    LlmService.KIND,
                    ResourceRules.INFERENCE_GRAPH.kind(),
                    ResourceRules.LOCAL_MODEL_CACHE.kind(),
                    ResourceRules.LOCAL_MODEL_NAMESPACE_CACHE.kind(),
                    ResourceRules.LOCAL_MODEL_NODE_GROUP.kind());

    private final Resources resources;
    private final Observations observations;
    private final CatchUp catchUp;
    private final Leadership leadership;
    private final RegistryConfig.StatusWriting config;
    private final Trouble trouble =
            new Trouble(
                    "Statuses cannot be written, trying again until they can",
                    "Statuses can be written again");
    private final Dirty dirty = new Dirty();
    private @Nullable Thread thread;
    private long nextLook;

    StatusWriter(
            Resources resources,
            Observations observations,
            CatchUp catchUp,
            Pool pool,
            RegistryConfig config) {
        this.resources = resources;
        this.observations = observations;
        this.catchUp = catchUp;
        this.leadership = new Leadership(pool);
        this.config = config.status();
        this.nextLook = System.nanoTime();
    }

    /// Has the service's status written soon, of whichever kind it is.
    void serviceChanged(String namespace, String name) {
        SERVED.forEach(kind -> dirty.resource(new ResourceKey(kind, namespace, name)));
    }

    /// Has the statuses of these written soon.
    void changed(Set<ResourceKey> keys) {
        keys.forEach(dirty::resource);
    }

    /// Has the status of all services written soon that use the artifact.
    void artifactChanged(String artifact) {
        dirty.artifact(artifact);
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("status-writer").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5));
        }
        leadership.close();
    }

    private void run() {
        try {
            while (true) {
                Dirty.Batch batch = dirty.take(Duration.ofSeconds(1));
                if (!catchUp.reached() || !written(batch)) {
                    dirty.again(batch);
                    TimeUnit.SECONDS.sleep(1);
                }
                TimeUnit.MILLISECONDS.sleep(config.interval().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return false when the database was in the way
    private boolean written(Dirty.Batch batch) throws InterruptedException {
        try {
            switch (leadership.stand()) {
                case FOLLOWS -> {}
                case LEADS_NOW -> {
                    nextLook = System.nanoTime();
                    write(batch);
                }
                case LEADS -> write(batch);
            }
            trouble.isOver();
            return true;
        } catch (RuntimeException e) {
            trouble.met(e);
            return false;
        }
    }

    private void write(Dirty.Batch batch) throws InterruptedException {
        Set<ResourceKey> keys = new LinkedHashSet<>(batch.resources());
        for (String artifact : batch.artifacts()) {
            for (String kind : SERVED) {
                keys.addAll(
                        Waiting.on(
                                () -> observations.keeping(kind, ArtifactUse.pattern(artifact))));
            }
        }
        for (ResourceKey key : keys) {
            Waiting.on(() -> observations.refresh(key));
        }
        if (System.nanoTime() - nextLook >= 0) {
            for (String kind : KINDS) {
                writeAll(kind);
            }
            nextLook = System.nanoTime() + config.resync().toNanos();
        }
    }

    private void writeAll(String kind) throws InterruptedException {
        Range range = new Range(null, null, PAGE);
        while (true) {
            Range next = range;
            Listed<StoredResource> page = Waiting.on(() -> resources.list(kind, next));
            for (StoredResource stored : page.items()) {
                Waiting.on(() -> observations.refresh(stored));
            }
            if (!page.more()) {
                return;
            }
            ResourceKey last = page.items().getLast().key();
            range = new Range(null, new Range.Position(last.scope(), last.name()), PAGE);
        }
    }
}
