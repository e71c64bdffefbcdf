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
import java.util.Set;

/// Rows of revisions.
@ApplicationScoped
class RevisionStore implements PanacheRepositoryBase<RevisionEntity, RevisionKey> {

    private final InstantSource time;

    RevisionStore(InstantSource time) {
        this.time = time;
    }

    /// What the service has had since it was created.
    Uni<History> history(StoredResource service, Kept kept) {
        return all(service).map(revisions -> history(revisions, kept));
    }

    static History history(List<RevisionEntity> revisions, Kept kept) {
        Map<String, Integer> numbers = new HashMap<>();
        revisions.forEach(revision -> {
            numbers.put(revision.fingerprint, revision.key.number());
            if (revision.written == null) {
                // It is written again with its defaults, and is to be the same revision then.
                numbers.put(revision.source().fingerprint(), revision.key.number());
            }
        });
        return new History(kept.rolledOut(), kept.former(), numbers, kept.lastRevision());
    }

    /// The revisions of the service that are kept, the oldest first.
    Uni<List<RevisionEntity>> all(StoredResource service) {
        return list(
                "key.namespace = ?1 and key.name = ?2 and uid = ?3 order by key.number",
                service.key().scope(),
                service.key().name(),
                service.identity().uid());
    }

    /// Removes the revisions of these numbers.
    Uni<Void> remove(StoredResource service, Set<Integer> numbers) {
        if (numbers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return delete(
                        "key.namespace = ?1 and key.name = ?2 and key.number in ?3",
                        service.key().scope(),
                        service.key().name(),
                        numbers)
                .replaceWithVoid();
    }

    /// Removes all revisions of a service.
    Uni<Void> removeAll(StoredResource service) {
        return delete(
                        "key.namespace = ?1 and key.name = ?2",
                        service.key().scope(),
                        service.key().name())
                .replaceWithVoid();
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
        row.fingerprint = created.written().fingerprint();
        row.predictor = KServeJson.toJson(revision.predictor());
        row.written = KServeJson.toJson(created.written().predictor());
        row.sha256 = created.written().sha256();
        row.artifacts = KServeJson.toJson(revision.artifacts());
        row.createdAt = time.instant().truncatedTo(ChronoUnit.MICROS);
        return row;
    }
}
