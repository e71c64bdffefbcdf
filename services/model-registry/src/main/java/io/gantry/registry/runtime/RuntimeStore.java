package io.gantry.registry.runtime;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

/// Rows of runtimes.
@ApplicationScoped
class RuntimeStore implements PanacheRepositoryBase<RuntimeEntity, RuntimeKey> {

    /// The row, which nobody else can change until the transaction ends; null when the name was
    /// never used.
    Uni<RuntimeEntity> locked(RuntimeKey key) {
        return findById(key, LockModeType.PESSIMISTIC_WRITE);
    }
}
