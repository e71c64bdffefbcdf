package io.gantry.registry.inferenceservice;

import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ObjectMeta;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.Desired;
import io.gantry.registry.resource.Metadata;
import io.gantry.registry.revision.History;
import io.gantry.registry.revision.RevisionPlan;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes a service's row, its new revisions and its event, inside a transaction that has locked
/// the row.
@ApplicationScoped
class ServiceWriter {

    private final ServiceStore services;
    private final RevisionStore revisions;
    private final Outbox outbox;
    private final InstantSource time;

    ServiceWriter(
            ServiceStore services, RevisionStore revisions, Outbox outbox, InstantSource time) {
        this.services = services;
        this.revisions = revisions;
        this.outbox = outbox;
        this.time = time;
    }

    /// @param used the row of an earlier service of the name, whose numbers are counted on
    Uni<StoredService> create(InferenceService resource, @Nullable InferenceServiceEntity used) {
        InferenceServiceEntity row = used == null ? new InferenceServiceEntity() : used;
        row.key = ServiceKey.of(resource);
        row.uid = UUID.randomUUID();
        row.createdAt = time.instant().truncatedTo(ChronoUnit.MICROS);
        row.deletedAt = null;
        return write(resource, row, History.none(row.lastRevision));
    }

    /// Writes a resource that asks for something else than before.
    Uni<StoredService> change(InferenceService resource, InferenceServiceEntity row) {
        return revisions.history(row).flatMap(history -> write(resource, row, history));
    }

    /// Writes a resource that asks for the same as before: nobody needs to know.
    Uni<StoredService> rewrite(InferenceService resource, InferenceServiceEntity row) {
        row.manifest = KServeJson.toJson(written(resource, row.key));
        return outbox.nextVersion()
                .map(version -> {
                    row.resourceVersion = version;
                    return ServiceRows.stored(row);
                });
    }

    /// Marks the row as deleted.
    ///
    /// @return the generation of the deletion
    Uni<Long> delete(InferenceServiceEntity row) {
        row.generation++;
        row.deletedAt = time.instant().truncatedTo(ChronoUnit.MICROS);
        InferenceServiceDeleted event =
                new InferenceServiceDeleted(
                        row.key.namespace(), row.key.name(), row.uid.toString(), row.generation);
        return outbox.nextVersion()
                .invoke(version -> row.resourceVersion = version)
                .call(version -> outbox.add(version, event))
                .replaceWith(row.generation);
    }

    private Uni<StoredService> write(
            InferenceService resource, InferenceServiceEntity row, History history) {
        RevisionPlan plan = RevisionPlan.of(resource, history);
        row.generation++;
        row.manifest = KServeJson.toJson(written(resource, row.key));
        row.revisions = KServeJson.toJson(plan.desired());
        row.rolledOut =
                KServeJson.toJson(
                        Objects.requireNonNull(
                                plan.rolledOut(), "a valid service has a predictor"));
        row.lastRevision = plan.lastNumber();
        return outbox.nextVersion()
                .invoke(version -> row.resourceVersion = version)
                .call(() -> services.persist(row))
                .call(() -> revisions.add(row, plan.created()))
                .call(version -> outbox.add(version, applied(row)))
                .map(version -> ServiceRows.stored(row));
    }

    private static InferenceServiceApplied applied(InferenceServiceEntity row) {
        StoredService service = ServiceRows.stored(row);
        return new InferenceServiceApplied(
                service.key().namespace(),
                service.key().name(),
                service.uid().toString(),
                service.generation(),
                service.revisions(),
                Desired.published(Defaulting.apply(service.resource())));
    }

    private static InferenceService written(InferenceService resource, ServiceKey key) {
        ObjectMeta metadata = resource.metadata();
        return resource.withStatus(null)
                .withMetadata(
                        Metadata.asWritten(
                                metadata == null
                                        ? ObjectMeta.named(key.namespace(), key.name())
                                        : metadata,
                                key.namespace()));
    }
}
