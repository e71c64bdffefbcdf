package io.gantry.registry.runtime;

import io.gantry.events.ServingRuntimeApplied;
import io.gantry.events.ServingRuntimeDeleted;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ObjectMeta;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.Desired;
import io.gantry.registry.resource.Metadata;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes a runtime's row and its event, inside a transaction that has locked the row.
@ApplicationScoped
class RuntimeWriter {

    private final RuntimeStore store;
    private final Outbox outbox;
    private final InstantSource time;

    RuntimeWriter(RuntimeStore store, Outbox outbox, InstantSource time) {
        this.store = store;
        this.outbox = outbox;
        this.time = time;
    }

    /// @param used the row of the runtime, or of an earlier one of the name whose generations are
    ///   counted on
    /// @param fileHash of the file that the runtime comes from; null when somebody wrote it
    Uni<StoredRuntime> write(
            ServingRuntime runtime, @Nullable RuntimeEntity used, @Nullable String fileHash) {
        RuntimeEntity row = used == null ? new RuntimeEntity() : used;
        if (used == null || !used.present()) {
            row.key = RuntimeKey.of(runtime);
            row.uid = UUID.randomUUID();
            row.createdAt = now();
            row.deletedAt = null;
        } else if (Desired.same(runtime, RuntimeRows.stored(row).resource())) {
            return rewrite(runtime, row, fileHash);
        }
        row.generation++;
        fill(row, runtime, fileHash);
        ServingRuntimeApplied event =
                new ServingRuntimeApplied(
                        row.key.scope(),
                        row.key.name(),
                        row.generation,
                        Desired.published(written(runtime, row.key)));
        return outbox.nextVersion()
                .invoke(version -> row.resourceVersion = version)
                .call(() -> store.persist(row))
                .call(version -> outbox.add(version, event))
                .map(version -> RuntimeRows.stored(row));
    }

    /// Marks the row as deleted.
    ///
    /// @return the generation of the deletion
    Uni<Long> delete(RuntimeEntity row) {
        row.generation++;
        row.deletedAt = now();
        row.fileHash = null;
        ServingRuntimeDeleted event =
                new ServingRuntimeDeleted(row.key.scope(), row.key.name(), row.generation);
        return outbox.nextVersion()
                .invoke(version -> row.resourceVersion = version)
                .call(version -> outbox.add(version, event))
                .replaceWith(row.generation);
    }

    /// Writes a runtime that asks for the same as before: nobody needs to know.
    private Uni<StoredRuntime> rewrite(
            ServingRuntime runtime, RuntimeEntity row, @Nullable String fileHash) {
        fill(row, runtime, fileHash);
        return outbox.nextVersion()
                .map(version -> {
                    row.resourceVersion = version;
                    return RuntimeRows.stored(row);
                });
    }

    private static void fill(RuntimeEntity row, ServingRuntime runtime, @Nullable String fileHash) {
        row.manifest = KServeJson.toJson(written(runtime, row.key));
        row.fileHash = fileHash;
    }

    private static ServingRuntime written(ServingRuntime runtime, RuntimeKey key) {
        ObjectMeta metadata = runtime.metadata();
        String namespace = runtime.clusterWide() ? null : key.scope();
        return runtime.withMetadata(
                Metadata.asWritten(
                        metadata == null ? ObjectMeta.named(namespace, key.name()) : metadata,
                        namespace));
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
