package io.gantry.registry.runtime;

import static io.gantry.events.Keys.CLUSTER_SCOPE;

import io.gantry.registry.resource.Range;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Map;

/// Rows of runtimes.
@ApplicationScoped
class RuntimeStore implements PanacheRepositoryBase<RuntimeEntity, RuntimeKey> {

    /// Without a scope those of all namespaces, but not the cluster's.
    private static final String PAGE =
            "deletedAt is null and key.scope <> :not and (:scope = '' or key.scope = :scope)"
                    + " and (key.scope > :afterScope"
                    + " or key.scope = :afterScope and key.name > :afterName)"
                    + " order by key.scope, key.name";

    /// The row, which nobody else can change until the transaction ends; null when the name was
    /// never used.
    Uni<RuntimeEntity> locked(RuntimeKey key) {
        return findById(key, LockModeType.PESSIMISTIC_WRITE);
    }

    /// The row; null when there is no such runtime now.
    Uni<RuntimeEntity> present(RuntimeKey key) {
        return findById(key).map(row -> row == null || !row.present() ? null : row);
    }

    /// The rows of the range that are present, and one more if there is.
    Uni<List<RuntimeEntity>> page(Range range) {
        PanacheQuery<RuntimeEntity> query =
                find(
                        PAGE,
                        Map.of(
                                "scope",
                                range.scope() == null ? "" : range.scope(),
                                "not",
                                range.scope() == null ? CLUSTER_SCOPE : "",
                                "afterScope",
                                range.start().scope(),
                                "afterName",
                                range.start().name()));
        return (range.limit() > 0 ? query.range(0, range.limit()) : query).list();
    }
}
