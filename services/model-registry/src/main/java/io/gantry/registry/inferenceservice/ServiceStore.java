package io.gantry.registry.inferenceservice;

import io.gantry.registry.resource.Range;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Map;

/// Rows of InferenceServices.
@ApplicationScoped
class ServiceStore implements PanacheRepositoryBase<InferenceServiceEntity, ServiceKey> {

    private static final String PAGE =
            "deletedAt is null and (:scope = '' or key.namespace = :scope)"
                    + " and (key.namespace > :afterScope"
                    + " or key.namespace = :afterScope and key.name > :afterName)"
                    + " order by key.namespace, key.name";

    /// The row, which nobody else can change until the transaction ends; null when the name was
    /// never used.
    Uni<InferenceServiceEntity> locked(ServiceKey key) {
        return findById(key, LockModeType.PESSIMISTIC_WRITE);
    }

    /// The row; null when there is no such service now.
    Uni<InferenceServiceEntity> present(ServiceKey key) {
        return findById(key).map(row -> row == null || !row.present() ? null : row);
    }

    /// The rows of the range that are present, and one more if there is.
    Uni<List<InferenceServiceEntity>> page(Range range) {
        PanacheQuery<InferenceServiceEntity> query =
                find(
                        PAGE,
                        Map.of(
                                "scope", range.scope() == null ? "" : range.scope(),
                                "afterScope", range.start().scope(),
                                "afterName", range.start().name()));
        return (range.limit() > 0 ? query.range(0, range.limit()) : query).list();
    }
}
