package io.gantry.registry.store;

import io.gantry.registry.resource.Range;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Map;

/// Rows of resources.
@ApplicationScoped
class ResourceStore implements PanacheRepositoryBase<ResourceEntity, ResourceKey> {

    private static final String PAGE =
            "deletedAt is null and key.kind = :kind and (:scope = '' or key.scope = :scope)"
                    + " and (key.scope > :afterScope"
                    + " or key.scope = :afterScope and key.name > :afterName)"
                    + " order by key.scope, key.name";

    /// The pattern is text first, for the driver would send it as a JSON string.
    private static final String KEEPING =
            "select scope, name from resource where kind = ?1 and deleted_at is null"
                    + " and kept @> cast(cast(?2 as text) as jsonb)";

    /// The row, which nobody else can change until the transaction ends; null when the name was
    /// never used.
    Uni<ResourceEntity> locked(ResourceKey key) {
        return findById(key, LockModeType.PESSIMISTIC_WRITE);
    }

    /// The rows of the range that are present, and one more if there is.
    Uni<List<ResourceEntity>> page(String kind, Range range) {
        PanacheQuery<ResourceEntity> query =
                find(
                        PAGE,
                        Map.of(
                                "kind",
                                kind,
                                "scope",
                                range.scope() == null ? "" : range.scope(),
                                "afterScope",
                                range.start().scope(),
                                "afterName",
                                range.start().name()));
        return (range.limit() > 0 ? query.range(0, range.limit()) : query).list();
    }

    /// The rows, deleted ones included, whose last change has one of these versions, in their
    /// order.
    ///
    /// @param after not included
    /// @param until included
    Uni<List<ResourceEntity>> changed(long after, long until) {
        return list(
                "resourceVersion > ?1 and resourceVersion <= ?2 order by resourceVersion",
                after,
                until);
    }

    /// The keys of the rows that are present and whose `kept` contains the pattern.
    Uni<List<ResourceKey>> keeping(String kind, String pattern) {
        return getSession()
                .flatMap(session ->
                        session.createNativeQuery(KEEPING, Object[].class)
                                .setParameter(1, kind)
                                .setParameter(2, pattern)
                                .getResultList())
                .map(rows ->
                        rows.stream()
                                .map(row ->
                                        new ResourceKey(
                                                kind,
                                                String.valueOf(row[0]),
                                                String.valueOf(row[1])))
                                .toList());
    }
}
