package io.gantry.registry.publish;

import io.gantry.bus.EventPublisher;
import io.gantry.events.EncodedEvent;
import io.gantry.kserve.api.KServeJson;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

/// Where a change leaves its event, in its own transaction.
@ApplicationScoped
public class Outbox {

    /// The advisory lock that transactions hold from before they draw a version until their end.
    public static final long WRITING = 0x77726974696e67L;

    private static final String NEXT =
            "select nextval('resource_version') from pg_advisory_xact_lock_shared(" + WRITING + ")";

    private final EventPublisher publisher;
    private final Event<Committed> commits;

    Outbox(EventPublisher publisher, Event<Committed> commits) {
        this.publisher = publisher;
        this.commits = commits;
    }

    /// The next resource version, which is also an event's place in the outbox.
    ///
    /// Draw it when the row of the event's key is locked: then a key's events are in the order of
    /// their commits.
    public Uni<Long> nextVersion() {
        return Panache.getSession()
                .flatMap(session -> session.createNativeQuery(NEXT, Long.class).getSingleResult());
    }

    /// Adds an event that changes no resource to the current transaction.
    public Uni<Void> add(io.gantry.events.Event event) {
        return nextVersion().flatMap(version -> add(version, event));
    }

    /// Adds an event to the current transaction, and the trace that it belongs to.
    public Uni<Void> add(long version, io.gantry.events.Event event) {
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

    /// Tells all who wait for something new; to be called after the commit.
    public void committed() {
        commits.fire(new Committed());
    }

    /// A transaction that may have changed something was committed.
    public record Committed() {}
}
