package io.gantry.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Filter;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Preconditions;
import io.gantry.registry.resource.Range;
import io.gantry.registry.resource.Verdict;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// The resources that should exist. What is observed of them is written by [Observations].
@ApplicationScoped
public class Resources {

    private final ResourceStore store;
    private final RowWriter writer;
    private final Kinds kinds;
    private final Namesakes namesakes;
    private final Outbox outbox;

    Resources(
            ResourceStore store,
            RowWriter writer,
            Kinds kinds,
            Namesakes namesakes,
            Outbox outbox) {
        this.store = store;
        this.writer = writer;
        this.kinds = kinds;
        this.namesakes = namesakes;
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
        return violations(slot.key(), change.resource(), old)
                .flatMap(violations ->
                        Verdict.of(change, old, violations)
                                .map(Uni.createFrom()::item)
                                .orElseGet(() -> write(slot, change)));
    }

    /// Has what follows of the slot's resource follow anew, as when it asks for something else:
    /// what it refers to has changed. It gets a new generation by that.
    public Uni<Void> again(Slot slot) {
        ResourceEntity row = slot.row();
        return row == null || !row.present()
                ? Uni.createFrom().voidItem()
                : writer.again(row).replaceWithVoid();
    }

    /// What the kind's rules find, and its schema; of a new resource, also whether its name is
    /// free.
    private Uni<List<Violation>> violations(
            ResourceKey key, ObjectNode resource, @Nullable StoredResource old) {
        ObjectNode before = old == null ? null : old.observed();
        KindRules rules = kinds.rules(key.kind());
        return rules.violations(resource, before)
                .map(found -> SchemaRules.with(found, resource, before))
                .flatMap(found ->
                        old == null
                                ? namesakes
                                        .locked(key, rules.namesakes())
                                        .map(others -> withTaken(key, others, found))
                                : Uni.createFrom().item(found));
    }

    private static List<Violation> withTaken(
            ResourceKey key, List<StoredResource> namesakes, List<Violation> found) {
        List<Violation> all = new ArrayList<>(found);
        namesakes.stream()
                .filter(other -> !other.deleted())
                .map(other -> other.key().kind())
                .map(kind ->
                        new Violation(
                                "metadata.name",
                                key.name(),
                                "there is an %s of this name in the namespace \"%s\", and both would be served under it"
                                        .formatted(kind, key.scope()),
                                "use another name, or delete the %s first".formatted(kind)))
                .forEach(all::add);
        return all;
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

    /// Has the registry keep this about the slot's resource, in the transaction of the slot.
    public void keep(Slot slot, ObjectNode kept) {
        ResourceEntity row = slot.row();
        if (row != null && row.present()) {
            row.kept = KServeJson.toJson(kept);
        }
    }

    /// The resource of that name, if there is one.
    public Uni<Optional<StoredResource>> find(ResourceKey key) {
        return Panache.withSession(
                () -> store.findById(key).map(row -> new Slot(key, row).resource()));
    }

    /// The resources of a range.
    public Uni<Listed<StoredResource>> list(String kind, Range range) {
        return list(kind, range, Filter.none());
    }

    /// The resources of a range that pass a filter. Whether one is ready, the filter takes from
    /// what is stored, which may be a moment behind what is told of it.
    public Uni<Listed<StoredResource>> list(String kind, Range range, Filter filter) {
        return Panache.withSession(
                () -> store.page(kind, range, filter).map(rows -> Listed.of(stored(rows), range)));
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
        return store.page(key.kind(), Range.all(key.scope()), Filter.none()).map(Resources::stored);
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
