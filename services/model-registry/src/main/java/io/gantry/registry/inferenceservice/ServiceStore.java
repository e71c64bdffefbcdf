package io.gantry.registry.inferenceservice;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

/// Rows of InferenceServices.
@ApplicationScoped
class ServiceStore implements PanacheRepositoryBase<InferenceServiceEntity, ServiceKey> {

    /// The row, which nobody else can change until the transaction ends; null when the name was
    /// never used.
    Uni<InferenceServiceEntity> locked(ServiceKey key) {
        return findById(key, LockModeType.PESSIMISTIC_WRITE);
    }

    /// The row; null when there is no such service now.
    Uni<InferenceServiceEntity> present(ServiceKey key) {
        return findById(key).map(row -> row == null || !row.present() ? null : row);
    }
}
