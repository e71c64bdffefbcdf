package io.gantry.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Preconditions;
import io.gantry.registry.resource.Range;
import io.gantry.registry.resource.Verdict;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// The resources that should exist.
@ApplicationScoped
public class Resources {

    private final ResourceStore store;
    private final RowWriter writer;
    private final Kinds kinds;
    private final Outbox outbox;

    Resources(ResourceStore store, RowWriter writer, Kinds kinds, Outbox outbox) {
        this.store = store;
        this.writer = writer;
        this.kinds = kinds;
        this.outbox = outbox;
    }

    /// Works in a transaction that has locked what the key stands for. The work may be done twice
    /// when somebody else creates the resource at the same time.
    public <T> Uni<T> at(ResourceKey key, Function<Slot, Uni<T>> work) {
        return Panache.withTransaction(
                        () -> store.locked(key).flatMap(row -> work.apply(new Slot(key, row))))
                // Somebody else has created it meanwhile; the second look finds it.
                .onFailure(ConstraintViolationException.class)
                .retry()
                .atMost(1)
                .invoke(outbox::committed);
    }

    /// Works as [#at] does, and takes back whatever the work has written.
    public <T> Uni<T> rehearse(ResourceKey key, Function<Slot, Uni<T>> work) {
        return Panache.withTransaction(() ->
                store.locked(key)
                        .flatMap(row -> work.apply(new Slot(key, row)))
                        .call(Panache::flush)
                        .call(() ->
                                Panache.currentTransaction()
                                        .invoke(Mutiny.Transaction::markForRollback)));
    }

    /// Writes a resource, and its event.
    public Uni<ApplyOutcome<StoredResource>> apply(ResourceKey key, Change<ObjectNode> change) {
        return at(key, slot -> apply(slot, change));
    }

    /// Writes a resource, and its event, in the transaction of the slot.
    public Uni<ApplyOutcome<StoredResource>> apply(Slot slot, Change<ObjectNode> change) {
        StoredResource old = slot.resource().orElse(null);
        Optional<ApplyOutcome<StoredResource>> refusal =
                Verdict.refusal(change, old, old == null ? null : old.identity());
        if (refusal.isPresent()) {
            return Uni.createFrom().item(refusal.get());
        }
        return violations(slot.key().kind(), change.resource(), old)
                .flatMap(violations ->
                        Verdict.of(change, old, violations)
                                .map(Uni.createFrom()::item)
                                .orElseGet(() -> write(slot, change)));
    }

    /// What the kind's rules find, and its schema.
    private Uni<List<Violation>> violations(
            String kind, ObjectNode resource, @Nullable StoredResource old) {
        ObjectNode before = old == null ? null : old.observed();
        return kinds.rules(kind)
                .violations(resource, before)
                .map(found -> SchemaRules.with(found, resource, before));
    }

    /// What will not work as written although the resource was accepted.
    public Uni<List<Violation>> warnings(ObjectNode resource) {
        return Panache.withSession(
                () -> kinds.rules(resource.path("kind").asText()).warnings(resource));
    }

    /// Removes a resource, and has everybody take down what belongs to it.
    public Uni<DeleteOutcome<StoredResource>> delete(ResourceKey key, Preconditions preconditions) {
        return at(key, slot -> delete(slot, preconditions));
    }

    /// Removes a resource in the transaction of the slot.
    public Uni<DeleteOutcome<StoredResource>> delete(Slot slot, Preconditions preconditions) {
        ResourceEntity row = slot.row();
        if (row == null || !row.present()) {
            return Uni.createFrom().item(new DeleteOutcome.NotFound<>());
        }
        return preconditions
                .difference(Rows.stored(row).identity())
                .map(Resources::conflict)
                .orElseGet(() -> writer.delete(row).map(DeleteOutcome.Deleted::new));
    }

    /// Writes the status of the change's resource in the transaction of the slot, and nothing else
    /// of it.
    public Uni<ApplyOutcome<StoredResource>> observe(Slot slot, Change<ObjectNode> change) {
        StoredResource old = slot.resource().orElse(null);
        Optional<ApplyOutcome<StoredResource>> refusal =
                Verdict.refusal(change, old, old == null ? null : old.identity());
        return refusal.map(Uni.createFrom()::item)
                .orElseGet(() ->
                        observe(slot, status(change.resource()))
                                .map(found ->
                                        found.<ApplyOutcome<StoredResource>>map(
                                                        ApplyOutcome.Configured::new)
                                                .orElseGet(ApplyOutcome.NotFound::new)));
    }

    /// Writes what was observed of a resource, unless that is known already.
    ///
    /// @return what is stored now; empty when there is no such resource
    public Uni<Optional<StoredResource>> observe(Slot slot, ObjectNode status) {
        ResourceEntity row = slot.row();
        Optional<StoredResource> present = slot.resource();
        if (row == null || present.isEmpty() || status.equals(present.get().status())) {
            return Uni.createFrom().item(present);
        }
        return writer.observe(row, status).map(Optional::of);
    }

    /// Writes what is known of a resource now, if that is not what is stored.
    public Uni<Void> refresh(ResourceKey key) {
        return stored(key)
                .flatMap(found ->
                        found.filter(this::outdated).isPresent()
                                ? at(key, this::refresh)
                                : Uni.createFrom().voidItem());
    }

    private boolean outdated(StoredResource stored) {
        return kinds.status(stored.key().kind())
                .filter(source -> !source.status(stored).equals(stored.status()))
                .isPresent();
    }

    private Uni<Void> refresh(Slot slot) {
        Optional<StoredResource> stored = slot.resource();
        return kinds.status(slot.key().kind())
                .flatMap(source -> stored.map(source::status))
                .map(status -> observe(slot, status).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /// The resources of a kind about which something is kept that contains the pattern, as
    /// PostgreSQL's `@>` sees it.
    public Uni<List<ResourceKey>> keeping(String kind, ObjectNode pattern) {
        return Panache.withSession(() -> store.keeping(kind, KServeJson.toJson(pattern)));
    }

    private static ObjectNode status(ObjectNode resource) {
        return resource.get("status") instanceof ObjectNode status
                ? status
                : KServeJson.mapper().createObjectNode();
    }

    /// Has the registry keep this about the slot's resource, in the transaction of the slot.
    public void keep(Slot slot, ObjectNode kept) {
        ResourceEntity row = slot.row();
        if (row != null && row.present()) {
            row.kept = KServeJson.toJson(kept);
        }
    }

    /// The resource of that name, if there is one.
    public Uni<Optional<StoredResource>> find(ResourceKey key) {
        return stored(key).map(found -> found.map(this::current));
    }

    /// The resource of that name with its status as it is stored, which every instance sees the
    /// same.
    public Uni<Optional<StoredResource>> stored(ResourceKey key) {
        return Panache.withSession(
                () -> store.findById(key).map(row -> new Slot(key, row).resource()));
    }

    /// The resource with the newest that is known of it.
    private StoredResource current(StoredResource stored) {
        return kinds.status(stored.key().kind())
                .filter(StatusSource::isAhead)
                .map(source -> stored.withStatus(source.status(stored)))
                .orElse(stored);
    }

    /// The resources of a range.
    public Uni<Listed<StoredResource>> list(String kind, Range range) {
        return Panache.withSession(() ->
                store.page(kind, range)
                        .map(rows -> Listed.of(stored(rows), range).map(this::current)));
    }

    /// The resources, deleted ones included, whose last change has one of these versions, in their
    /// order.
    ///
    /// @param after not included
    /// @param until included
    public Uni<List<StoredResource>> changed(long after, long until) {
        return Panache.withSession(() -> store.changed(after, until).map(Resources::stored));
    }

    /// The resources of the key's kind and scope, in a transaction or session of the caller's.
    public Uni<List<StoredResource>> all(ResourceKey key) {
        return store.page(key.kind(), Range.all(key.scope())).map(Resources::stored);
    }

    private static List<StoredResource> stored(List<ResourceEntity> rows) {
        return rows.stream().map(Rows::stored).toList();
    }

    private static Uni<DeleteOutcome<StoredResource>> conflict(
            Preconditions.Difference difference) {
        return Uni.createFrom().item(new DeleteOutcome.Conflict<>(difference));
    }

    private Uni<ApplyOutcome<StoredResource>> write(Slot slot, Change<ObjectNode> change) {
        boolean isNew = slot.resource().isEmpty();
        return writer.write(slot, change)
                .map(stored ->
                        isNew
                                ? new ApplyOutcome.Created<>(stored)
                                : new ApplyOutcome.Configured<>(stored));
    }
}
