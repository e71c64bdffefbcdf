package io.gantry.registry.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.schema.manage.FieldManagement;
import io.gantry.kserve.schema.manage.Writer;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.Desired;
import io.gantry.registry.resource.Metadata;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Writes rows, inside a transaction that has locked them.
@ApplicationScoped
class RowWriter {

    private final ResourceStore store;
    private final Kinds kinds;
    private final Namesakes namesakes;
    private final Outbox outbox;
    private final InstantSource time;

    RowWriter(
            ResourceStore store,
            Kinds kinds,
            Namesakes namesakes,
            Outbox outbox,
            InstantSource time) {
        this.store = store;
        this.kinds = kinds;
        this.namesakes = namesakes;
        this.outbox = outbox;
        this.time = time;
    }

    Uni<StoredResource> write(Slot slot, Change<ObjectNode> change) {
        ObjectNode manifest = Metadata.asWritten(change.resource(), slot.key().namespace());
        String managedFields = KServeJson.toJson(managedFields(slot, manifest, change));
        ResourceEntity row = slot.row() == null ? blank(slot.key()) : slot.row();
        boolean isNew = slot.resource().isEmpty();
        boolean asksForElse = isNew || !Desired.same(manifest, Rows.manifest(row));
        return lastGeneration(row, isNew)
                .invoke(generation -> row.generation = generation)
                .flatMap(_ -> outbox.nextVersion())
                .flatMap(version -> {
                    if (isNew) {
                        begin(row, version);
                    }
                    row.resourceVersion = version;
                    row.manifest = KServeJson.toJson(manifest);
                    row.managedFields = managedFields;
                    row.generation += asksForElse ? 1 : 0;
                    slot.fill(row);
                    return follow(row, asksForElse);
                });
    }

    /// The highest generation that anything of the name has had.
    private Uni<Long> lastGeneration(ResourceEntity row, boolean isNew) {
        return isNew
                ? namesakes
                        .of(row.key, kinds.rules(row.key.kind()).namesakes())
                        .map(others ->
                                others.stream()
                                        .mapToLong(other -> other.identity().generation())
                                        .reduce(row.generation, Math::max))
                : Uni.createFrom().item(row.generation);
    }

    /// Has what follows of a resource follow anew.
    Uni<StoredResource> again(ResourceEntity row) {
        return outbox.nextVersion()
                .flatMap(version -> {
                    row.resourceVersion = version;
                    row.generation++;
                    return follow(row, true);
                });
    }

    /// Writes what was observed of a resource.
    Uni<StoredResource> observe(ResourceEntity row, ObjectNode status) {
        return outbox.nextVersion()
                .map(version -> {
                    row.resourceVersion = version;
                    row.status = KServeJson.toJson(status);
                    return Rows.stored(row);
                });
    }

    /// Marks the row as deleted.
    Uni<StoredResource> delete(ResourceEntity row) {
        return outbox.nextVersion()
                .flatMap(version -> {
                    row.generation++;
                    row.resourceVersion = version;
                    row.deletedAt = now();
                    StoredResource gone = Rows.stored(row);
                    Origin.removeFrom(gone.kept());
                    return kinds.rules(row.key.kind())
                            .deleted(gone)
                            .invoke(() -> row.kept = KServeJson.toJson(gone.kept()))
                            .replaceWith(gone);
                });
    }

    private Uni<StoredResource> follow(ResourceEntity row, boolean asksForElse) {
        StoredResource next = Rows.stored(row);
        return kinds.rules(row.key.kind())
                .written(next, asksForElse)
                .invoke(() -> {
                    row.kept = KServeJson.toJson(next.kept());
                    kinds.status(row.key.kind())
                            .ifPresent(source ->
                                    row.status =
                                            KServeJson.toJson(source.status(Rows.stored(row))));
                })
                .call(() -> store.persist(row))
                .map(_ -> Rows.stored(row));
    }

    private JsonNode managedFields(Slot slot, ObjectNode manifest, Change<ObjectNode> change) {
        ObjectNode author =
                change.manager() == null
                        ? change.resource()
                        : new FieldManagement(Types.version(manifest))
                                .update(
                                        slot.resource().map(StoredResource::seen).orElse(null),
                                        manifest,
                                        manager(change.manager(), manifest));
        JsonNode found = author.path("metadata").path("managedFields");
        return found.isArray() ? found : KServeJson.mapper().createArrayNode();
    }

    private Writer manager(String name, ObjectNode manifest) {
        return Writer.of(name, manifest.path("apiVersion").asText(), time.instant());
    }

    private void begin(ResourceEntity row, long version) {
        row.uid = UUID.randomUUID();
        row.createdAt = now();
        row.createdVersion = version;
        row.deletedAt = null;
        row.status = null;
    }

    private static ResourceEntity blank(ResourceKey key) {
        ResourceEntity row = new ResourceEntity();
        row.key = key;
        row.kept = "{}";
        row.managedFields = "[]";
        return row;
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
