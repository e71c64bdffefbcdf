package io.gantry.registry.publish;

import io.gantry.bus.EventPublisher;
import io.gantry.events.EncodedEvent;
import io.gantry.events.Event;
import io.gantry.kserve.api.KServeJson;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/// Where a change leaves its event, in its own transaction.
@ApplicationScoped
public class Outbox {

    private final EventPublisher publisher;
    private final OutboxRelay relay;

    Outbox(EventPublisher publisher, OutboxRelay relay) {
        this.publisher = publisher;
        this.relay = relay;
    }

    /// The next resource version, which is also an event's place in the outbox.
    ///
    /// Draw it when the row of the event's key is locked: then a key's events are in the order of
    /// their commits.
    public Uni<Long> nextVersion() {
        return Panache.getSession()
                .flatMap(session ->
                        session.createNativeQuery("select nextval('resource_version')", Long.class)
                                .getSingleResult());
    }

    /// The newest resource version that was given.
    public Uni<Long> version() {
        return Panache.getSession()
                .flatMap(session ->
                        session.createNativeQuery(
                                        "select last_value from resource_version", Long.class)
                                .getSingleResult());
    }

    /// Adds an event that changes no resource to the current transaction.
    public Uni<Void> add(Event event) {
        return nextVersion().flatMap(version -> add(version, event));
    }

    /// Adds an event to the current transaction, and the trace that it belongs to.
    public Uni<Void> add(long version, Event event) {
        EncodedEvent encoded = publisher.encode(event);
        OutboxEntity row = new OutboxEntity();
        row.id = version;
        row.topic = encoded.topic();
        row.key = encoded.key();
        row.headers = KServeJson.toJson(encoded.headers());
        row.payload = encoded.value().bytes();
        row.traceparent = Traces.current();
        return Panache.getSession().flatMap(session -> session.persist(row));
    }

    /// Tells the relay that there is something new; to be called after the commit.
    public void committed() {
        relay.wake();
    }
}
