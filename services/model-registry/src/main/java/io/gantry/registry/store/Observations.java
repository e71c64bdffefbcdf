package io.gantry.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.schema.check.Same;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.Verdict;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// Writes what is observed of resources.
@ApplicationScoped
public class Observations {

    private final Resources resources;
    private final ResourceStore store;
    private final RowWriter writer;
    private final Kinds kinds;

    Observations(Resources resources, ResourceStore store, RowWriter writer, Kinds kinds) {
        this.resources = resources;
        this.store = store;
        this.writer = writer;
        this.kinds = kinds;
    }

    /// Writes the status of the change's resource in the transaction of the slot, and nothing else
    /// of it.
    public Uni<ApplyOutcome<StoredResource>> write(Slot slot, Change<ObjectNode> change) {
        StoredResource old = slot.resource().orElse(null);
        Optional<ApplyOutcome<StoredResource>> refusal =
                Verdict.refusal(change, old, old == null ? null : old.identity());
        return refusal.map(Uni.createFrom()::item)
                .orElseGet(() ->
                        write(slot, status(change.resource()))
                                .map(found ->
                                        found.<ApplyOutcome<StoredResource>>map(
                                                        ApplyOutcome.Configured::new)
                                                .orElseGet(ApplyOutcome.NotFound::new)));
    }

    /// Writes what is known of a resource now, if that is not what is stored.
    public Uni<Void> refresh(ResourceKey key) {
        return resources
                .find(key)
                .flatMap(found ->
                        found.map(this::refresh).orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /// Writes what is known of a resource now, if that is not what was stored when it was read.
    public Uni<Void> refresh(StoredResource stored) {
        return kinds.status(stored.key().kind())
                .filter(source -> !isStored(source.status(stored), stored))
                .map(source -> resources.at(stored.key(), slot -> refresh(slot, source)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /// The resources of a kind about which something is kept that contains the pattern, as
    /// PostgreSQL's `@>` sees it.
    public Uni<List<ResourceKey>> keeping(String kind, ObjectNode pattern) {
        return Panache.withSession(() -> store.keeping(kind, KServeJson.toJson(pattern)));
    }

    private Uni<Void> refresh(Slot slot, StatusSource source) {
        return slot.resource()
                .map(stored -> write(slot, source.status(stored)).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /// @return what is stored now; empty when there is no such resource
    private Uni<Optional<StoredResource>> write(Slot slot, ObjectNode status) {
        ResourceEntity row = slot.row();
        Optional<StoredResource> present = slot.resource();
        if (row == null || present.isEmpty() || isStored(status, present.get())) {
            return Uni.createFrom().item(present);
        }
        return writer.observe(row, status).map(Optional::of);
    }

    private static boolean isStored(ObjectNode status, StoredResource stored) {
        return stored.status() != null && Same.values(status, stored.status());
    }

    private static ObjectNode status(ObjectNode resource) {
        return resource.get("status") instanceof ObjectNode status
                ? status
                : KServeJson.mapper().createObjectNode();
    }
}
