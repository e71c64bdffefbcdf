package io.gantry.registry.bridge;

import io.gantry.registry.watch.Change;
import io.gantry.registry.watch.Watcher;
import java.util.List;

/// Has compared what changes in the registry: statuses above all, and what clients of the registry
/// do to resources of the cluster.
///
/// @param since the version from which on it wants to know
record ResourceWatcher(Following following, long since, WorkQueue queue) implements Watcher {

    @Override
    public String kind() {
        return following.kind().name();
    }

    @Override
    public Start start() {
        return new Start.Since(since);
    }

    @Override
    public void changed(List<Change> changes, long version) {
        changes.stream()
                .map(Change::resource)
                .filter(resource ->
                        resource.origin().isPresent()
                                || following.look(resource.key()) instanceof Sighting.Present)
                .forEach(resource -> queue.add(resource.key()));
    }

    @Override
    public void caughtUp(long version) {}

    @Override
    public void tooNew(long version) {}
}
