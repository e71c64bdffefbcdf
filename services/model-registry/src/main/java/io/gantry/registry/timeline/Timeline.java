package io.gantry.registry.timeline;

import io.gantry.events.Event;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.kserve.api.InferenceService;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.watch.ChangeFeed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/// What has happened to each model.
@ApplicationScoped
public class Timeline {

    private final TimelineStore store;
    private final TimelineWriter writer;
    private final ChangeFeed feed;
    private final InstantSource time;

    Timeline(TimelineStore store, TimelineWriter writer, ChangeFeed feed, InstantSource time) {
        this.store = store;
        this.writer = writer;
        this.feed = feed;
        this.time = time;
    }

    /// Adds what was asked of a model, in the transaction that accepts it.
    public Uni<Void> asked(InferenceServiceEvent event) {
        Heard heard = new Heard(UUID.randomUUID().toString(), time.instant(), event);
        return TimelineStore.add(List.of(Entry.of(model(event.namespace(), event.name()), heard)));
    }

    /// Has an event of another service added soon, if it is news. Never blocks.
    ///
    /// @param id the event's `ce_id`
    /// @param at when it was written
    public void heard(Event event, String id, Instant at) {
        writer.take(new Heard(id, at, event));
    }

    /// What has happened to a model behind one entry, in that order.
    ///
    /// @param after not included; 0 for the beginning
    public Uni<List<Entry>> list(String namespace, String name, long after, int limit) {
        return store.between(model(namespace, name), after, feed.position(), limit);
    }

    /// What happens to a model from then on, in order; an empty list now and then while nothing
    /// does.
    ///
    /// @param after not included; 0 for the beginning
    public Multi<List<Entry>> follow(String namespace, String name, long after) {
        return Multi.createFrom()
                .deferred(() -> new Follower(store, feed, model(namespace, name), after).entries());
    }

    private static ResourceKey model(String namespace, String name) {
        return new ResourceKey(InferenceService.KIND, namespace, name);
    }
}
