package io.gantry.registry.inferenceservice;

import io.gantry.registry.revision.Created;
import io.gantry.registry.revision.History;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rows of revisions.
@ApplicationScoped
class RevisionStore implements PanacheRepositoryBase<RevisionEntity, RevisionKey> {

    /// What the service of the row has had since it was created.
    Uni<History> history(InferenceServiceEntity row) {
        return all(row).map(revisions -> {
            Map<String, Integer> numbers = new HashMap<>();
            revisions.forEach(revision ->
                    numbers.merge(revision.fingerprint, revision.key.number(), Math::max));
            return new History(ServiceRows.rolledOut(row), numbers, row.lastRevision);
        });
    }

    /// The revisions of the service since it was created, the oldest first.
    Uni<List<RevisionEntity>> all(InferenceServiceEntity row) {
        return list(
                "key.namespace = ?1 and key.name = ?2 and uid = ?3 order by key.number",
                row.key.namespace(),
                row.key.name(),
                row.uid);
    }

    Uni<Void> add(InferenceServiceEntity row, List<Created> created) {
        if (created.isEmpty()) {
            // Panache fails on nothing.
            return Uni.createFrom().voidItem();
        }
        return persist(created.stream().map(each -> ServiceRows.revision(row, each)));
    }
}
