package io.gantry.registry.runtime;

import io.gantry.events.ServingRuntimeApplied;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ObjectMeta;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.Desired;
import io.gantry.registry.resource.Metadata;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// The runtimes that should exist.
@ApplicationScoped
class Runtimes {

    private final RuntimeStore store;
    private final Outbox outbox;
    private final InstantSource time;

    Runtimes(RuntimeStore store, Outbox outbox, InstantSource time) {
        this.store = store;
        this.outbox = outbox;
        this.time = time;
    }

    /// Writes the runtime of a file, unless the row is a user's or the file is the one it came
    /// from.
    ///
    /// @param hash SHA-256 of the runtime's document
    /// @return whether anything was written
    Uni<Boolean> applyFromFile(ServingRuntime runtime, String hash) {
        RuntimeKey key = RuntimeKey.of(runtime);
        return Panache.withTransaction(
                        () -> store.locked(key).flatMap(row -> decide(runtime, hash, row)))
                // Another instance was faster; the second look finds its row.
                .onFailure(ConstraintViolationException.class)
                .retry()
                .atMost(1)
                .invoke(outbox::committed);
    }

    private Uni<Boolean> decide(ServingRuntime runtime, String hash, @Nullable RuntimeEntity row) {
        if (row != null && (row.fileHash == null || Objects.equals(row.fileHash, hash))) {
            return Uni.createFrom().item(false);
        }
        return write(runtime, hash, row).replaceWith(true);
    }

    private Uni<Void> write(ServingRuntime runtime, String hash, @Nullable RuntimeEntity present) {
        RuntimeEntity row = present == null ? new RuntimeEntity() : present;
        RuntimeKey key = RuntimeKey.of(runtime);
        if (present == null) {
            row.key = key;
            row.uid = UUID.randomUUID();
            row.createdAt = time.instant().truncatedTo(ChronoUnit.MICROS);
        }
        ServingRuntime written = written(runtime, key);
        row.generation++;
        row.manifest = KServeJson.toJson(written);
        row.fileHash = hash;
        ServingRuntimeApplied event =
                new ServingRuntimeApplied(
                        key.scope(), key.name(), row.generation, Desired.published(written));
        return outbox.nextVersion()
                .invoke(version -> row.resourceVersion = version)
                .call(() -> store.persist(row))
                .flatMap(version -> outbox.add(version, event));
    }

    private static ServingRuntime written(ServingRuntime runtime, RuntimeKey key) {
        ObjectMeta metadata = runtime.metadata();
        String namespace = runtime.clusterWide() ? null : key.scope();
        return runtime.withMetadata(
                Metadata.asWritten(
                        metadata == null ? ObjectMeta.named(key.scope(), key.name()) : metadata,
                        namespace));
    }
}
