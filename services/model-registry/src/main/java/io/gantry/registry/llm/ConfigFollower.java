package io.gantry.registry.llm;

import io.gantry.kserve.combine.LlmService;
import io.gantry.registry.Trouble;
import io.gantry.registry.resource.Range;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.Slot;
import io.gantry.registry.store.StoredResource;
import io.gantry.registry.store.Waiting;
import io.gantry.registry.watch.Change;
import io.gantry.registry.watch.ChangeFeed;
import io.gantry.registry.watch.Watcher;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Has services made anew whose configs have changed, as KServe's controller does.
///
/// It looks at a service when one of its configs has changed, and when it has changed itself: who
/// wrote it may have seen its configs as they were before a change that was not written yet. Both
/// are heard of once they have settled ([ChangeFeed]), so nothing is missed. All instances look;
/// the first that finds a difference writes, and the others find none any more.
@ApplicationScoped
class ConfigFollower {

    private static final Duration TROUBLE = Duration.ofSeconds(1);

    private final Resources resources;
    private final ChangeFeed feed;
    private final LlmConfigs configs;
    private final Trouble trouble =
            new Trouble(
                    "Services cannot be compared with their configs, trying again until they can",
                    "Services can be compared with their configs again");
    private final BlockingQueue<ResourceKey> changed = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;

    ConfigFollower(Resources resources, ChangeFeed feed, LlmConfigs configs) {
        this.resources = resources;
        this.feed = feed;
        this.configs = configs;
    }

    void start(@Observes StartupEvent event) {
        feed.subscribe(new Queued(LlmService.KIND));
        feed.subscribe(new Queued(LlmConfigs.KIND));
        thread = Thread.ofVirtual().name("llm-configs").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5));
        }
    }

    private void run() {
        try {
            while (true) {
                Set<ResourceKey> keys = new LinkedHashSet<>(List.of(changed.take()));
                changed.drainTo(keys);
                boolean well = true;
                for (ResourceKey key : keys) {
                    well &= followed(key);
                }
                if (well) {
                    trouble.isOver();
                } else {
                    TimeUnit.MILLISECONDS.sleep(TROUBLE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What fails is tried again after the others, so that it holds up none of them.
    private boolean followed(ResourceKey key) throws InterruptedException {
        try {
            if (key.kind().equals(LlmConfigs.KIND)) {
                changed.addAll(servicesOf(key));
            } else if (Waiting.on(() -> Panache.withSession(() -> differs(key)))) {
                Waiting.on(() -> resources.at(key, this::makeAnew));
            }
            return true;
        } catch (RuntimeException e) {
            trouble.met(e);
            changed.add(key);
            return false;
        }
    }

    /// Each that may use a config: those of its namespace, whether they name it or not, since it
    /// may be a preset; of KServe's namespace, all.
    private List<ResourceKey> servicesOf(ResourceKey config) throws InterruptedException {
        Range range = Range.all(config.scope().equals(LlmConfigs.SYSTEM) ? null : config.scope());
        return Waiting.on(() -> resources.list(LlmService.KIND, range)).items().stream()
                .map(StoredResource::key)
                .toList();
    }

    private Uni<Boolean> differs(ResourceKey key) {
        return resources
                .find(key)
                .flatMap(found ->
                        found.map(this::differs).orElseGet(() -> Uni.createFrom().item(false)));
    }

    private Uni<Boolean> differs(StoredResource service) {
        return configs.combine(service.tree())
                .map(combination -> !Made.of(service).equals(Optional.of(Made.of(combination))));
    }

    private Uni<Void> makeAnew(Slot slot) {
        return slot.resource()
                .map(service ->
                        differs(service)
                                .flatMap(differs ->
                                        differs
                                                ? resources.again(slot)
                                                : Uni.createFrom().voidItem()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /// Puts what changes into the queue.
    private final class Queued implements Watcher {

        private final String kind;

        Queued(String kind) {
            this.kind = kind;
        }

        @Override
        public String kind() {
            return kind;
        }

        @Override
        public Start start() {
            return new Start.Everything();
        }

        @Override
        public void changed(List<Change> changes, long version) {
            changes.forEach(change -> changed.add(change.resource().key()));
        }

        @Override
        public void caughtUp(long version) {}

        @Override
        public void tooNew(long version) {}
    }
}
