package io.gantry.registry.status;

import io.gantry.registry.store.ResourceKey;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// What has changed since it was written, each once. Safe for use by several threads.
final class Dirty {

    private final Semaphore changes = new Semaphore(0);
    private Set<ResourceKey> resources = new LinkedHashSet<>();
    private Set<String> artifacts = new LinkedHashSet<>();

    synchronized void resource(ResourceKey key) {
        resources.add(key);
        changes.release();
    }

    synchronized void artifact(String artifact) {
        artifacts.add(artifact);
        changes.release();
    }

    synchronized void again(Batch batch) {
        resources.addAll(batch.resources);
        artifacts.addAll(batch.artifacts);
    }

    /// Waits for a change, not longer than the patience, and takes all there are.
    Batch take(Duration patience) throws InterruptedException {
        if (changes.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            changes.drainPermits();
        }
        return takeAll();
    }

    private synchronized Batch takeAll() {
        Batch taken = new Batch(resources, artifacts);
        resources = new LinkedHashSet<>();
        artifacts = new LinkedHashSet<>();
        return taken;
    }

    /// @param artifacts whose services have changed
    record Batch(Set<ResourceKey> resources, Set<String> artifacts) {}
}
