package io.gantry.registry.inferenceservice;

import io.gantry.events.Revision;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.revision.Created;
import io.gantry.registry.revision.History;
import io.gantry.registry.store.StoredResource;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rows of revisions.
@ApplicationScoped
class RevisionStore implements PanacheRepositoryBase<RevisionEntity, RevisionKey> {

    private final InstantSource time;

    RevisionStore(InstantSource time) {
        this.time = time;
    }

    /// What the service has had since it was created.
    Uni<History> history(StoredResource service, Kept kept) {
        return all(service)
                .map(revisions -> {
                    Map<String, Integer> numbers = new HashMap<>();
                    revisions.forEach(revision ->
                            numbers.merge(revision.fingerprint, revision.key.number(), Math::max));
                    return new History(kept.rolledOut(), numbers, kept.lastRevision());
                });
    }

    /// The revisions of the service since it was created, the oldest first.
    Uni<List<RevisionEntity>> all(StoredResource service) {
        return list(
                "key.namespace = ?1 and key.name = ?2 and uid = ?3 order by key.number",
                service.key().scope(),
                service.key().name(),
                service.identity().uid());
    }

    Uni<Void> add(StoredResource service, List<Created> created) {
        if (created.isEmpty()) {
            // Panache fails on nothing.
            return Uni.createFrom().voidItem();
        }
        return persist(created.stream().map(each -> row(service, each)));
    }

    private RevisionEntity row(StoredResource service, Created created) {
        Revision revision = created.revision();
        RevisionEntity row = new RevisionEntity();
        row.key = new RevisionKey(service.key().scope(), service.key().name(), revision.number());
        row.uid = service.identity().uid();
        row.generation = service.identity().generation();
        row.fingerprint = created.fingerprint();
        row.predictor = KServeJson.toJson(revision.predictor());
        row.artifacts = KServeJson.toJson(revision.artifacts());
        row.createdAt = time.instant().truncatedTo(ChronoUnit.MICROS);
        return row;
    }
}
