package io.gantry.registry.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.bus.CatchUp;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.Waiting;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Writes into the database what is observed of services, so that every client and every watch sees
/// the same, each change with a resource version of its own.
///
/// One instance of all writes, and not before it has read the topics: until then the absence of a
/// predictor means nothing. What changes while it writes waits for the next round, so a service
/// that reports a hundred times a second costs a few writes.
@ApplicationScoped
class StatusWriter {

    private static final ObjectNode ANY = KServeJson.mapper().createObjectNode();

    private final Resources resources;
    private final CatchUp catchUp;
    private final Leadership leadership;
    private final Duration interval;
    private final Dirty dirty = new Dirty();
    private @Nullable Thread thread;
    private boolean troubled;

    StatusWriter(Resources resources, CatchUp catchUp, Pool pool, RegistryConfig config) {
        this.resources = resources;
        this.catchUp = catchUp;
        this.leadership = new Leadership(pool);
        this.interval = config.status().interval();
    }

    /// Has the service's status written soon.
    void serviceChanged(String namespace, String name) {
        dirty.service(new ResourceKey(InferenceService.KIND, namespace, name));
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
                TimeUnit.MILLISECONDS.sleep(interval.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return false when the database was in the way
    private boolean written(Dirty.Batch batch) throws InterruptedException {
        try {
            for (ResourceKey key : keys(batch)) {
                Waiting.on(() -> resources.refresh(key));
            }
            troubled = false;
            return true;
        } catch (RuntimeException e) {
            if (!troubled) {
                Log.warnf(
                        "Statuses cannot be written, trying again until they can reason=%s",
                        e.getMessage());
                troubled = true;
            }
            return false;
        }
    }

    private List<ResourceKey> keys(Dirty.Batch batch) throws InterruptedException {
        return switch (leadership.stand()) {
            case FOLLOWS -> List.of();
            case LEADS_NOW -> Waiting.on(() -> resources.keeping(InferenceService.KIND, ANY));
            case LEADS -> {
                List<ResourceKey> keys = new ArrayList<>(batch.services());
                for (String artifact : batch.artifacts()) {
                    keys.addAll(
                            Waiting.on(() ->
                                    resources.keeping(InferenceService.KIND, using(artifact))));
                }
                yield keys;
            }
        };
    }

    /// What is kept about a service that uses the artifact.
    private static ObjectNode using(String artifact) {
        ObjectNode pattern = KServeJson.mapper().createObjectNode();
        pattern.putArray("revisions")
                .addObject()
                .putArray("artifacts")
                .addObject()
                .put("artifact", artifact);
        return pattern;
    }
}
