package io.gantry.registry.timeline;

import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.watch.ChangeFeed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/// Tells what happens to a model as it happens. For one subscriber.
final class Follower {

    private static final int PAGE = 500;

    /// How often it looks whether there is something new.
    private static final Duration LOOK = Duration.ofMillis(250);

    /// After so many looks at nothing it says so.
    private static final int QUIET = 60;

    private final TimelineStore store;
    private final ChangeFeed feed;
    private final ResourceKey model;
    private long seen;
    private int quiet;

    Follower(TimelineStore store, ChangeFeed feed, ResourceKey model, long after) {
        this.store = store;
        this.feed = feed;
        this.model = model;
        this.seen = after;
    }

    /// What comes, in order; an empty list now and then while nothing does.
    Multi<List<Entry>> entries() {
        return Multi.createFrom()
                .ticks()
                .every(LOOK)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(_ -> next())
                .filter(found -> !found.isEmpty() || isTooQuiet());
    }

    private Uni<List<Entry>> next() {
        long settled = feed.position();
        if (settled <= seen) {
            return Uni.createFrom().item(List.of());
        }
        return store.between(model, seen, settled, PAGE)
                .invoke(found -> seen = found.size() < PAGE ? settled : found.getLast().id());
    }

    private boolean isTooQuiet() {
        quiet = (quiet + 1) % QUIET;
        return quiet == 0;
    }
}
