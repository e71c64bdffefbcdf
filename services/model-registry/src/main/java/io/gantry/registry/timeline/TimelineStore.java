package io.gantry.registry.timeline;

import io.gantry.registry.publish.Outbox;
import io.gantry.registry.store.ResourceKey;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/// Rows of the timeline.
@ApplicationScoped
class TimelineStore implements PanacheRepositoryBase<TimelineEntity, Long> {

    /// The lock is Outbox's: the id is drawn as a resource version is.
    private static final String ADD =
            "insert into timeline"
                    + " (id, namespace, name, event_id, happened_at, type, revision, node, message)"
                    + " select nextval('resource_version'), cast(?1 as text), cast(?2 as text),"
                    + " cast(?3 as text), cast(?4 as timestamptz), cast(?5 as text),"
                    + " cast(?6 as text), cast(?7 as text), cast(?8 as text)"
                    + " from pg_advisory_xact_lock_shared("
                    + Outbox.WRITING
                    + ") where not exists (select from timeline"
                    + " where namespace = ?1 and name = ?2 and event_id = ?3)"
                    + " on conflict do nothing";

    private static final String FORGET =
            "delete from timeline where id in (select id from timeline where happened_at < ?1"
                    + " limit 1000 for update skip locked)";

    /// Adds the entries that are not there yet, in their order, in the current transaction.
    static Uni<Void> add(List<Entry> entries) {
        return Multi.createFrom()
                .iterable(entries)
                .onItem()
                .transformToUniAndConcatenate(TimelineStore::add)
                .onItem()
                .ignoreAsUni();
    }

    /// The entries of a model behind one and up to another, in their order.
    ///
    /// @param after not included
    /// @param until included
    Uni<List<Entry>> between(ResourceKey model, long after, long until, int limit) {
        return Panache.withSession(() ->
                find(
                                "namespace = ?1 and name = ?2 and id > ?3 and id <= ?4 order by id",
                                model.scope(),
                                model.name(),
                                after,
                                until)
                        .range(0, limit - 1)
                        .list()
                        .map(rows -> rows.stream().map(Entry::of).toList()));
    }

    /// Removes some of what happened before then.
    ///
    /// @return how many
    Uni<Integer> forget(Instant before) {
        return Panache.withTransaction(() ->
                getSession()
                        .flatMap(session ->
                                session.createNativeQuery(FORGET)
                                        .setParameter(1, before)
                                        .executeUpdate()));
    }

    private static Uni<Integer> add(Entry entry) {
        return Panache.getSession()
                .flatMap(session ->
                        session.createNativeQuery(ADD)
                                .setParameter(1, entry.namespace())
                                .setParameter(2, entry.name())
                                .setParameter(3, entry.eventId())
                                .setParameter(4, entry.at())
                                .setParameter(5, entry.type())
                                .setParameter(6, entry.revision())
                                .setParameter(7, entry.node())
                                .setParameter(8, entry.message())
                                .executeUpdate());
    }
}
