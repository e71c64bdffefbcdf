package io.gantry.registry.runtime;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/// The row of a runtime, also of one that was deleted.
@Entity
@Table(name = "serving_runtime")
@SuppressWarnings("NullAway.Init")
class RuntimeEntity {

    @EmbeddedId RuntimeKey key;

    UUID uid;

    long generation;

    @Column(name = "resource_version")
    long resourceVersion;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "deleted_at")
    @Nullable Instant deletedAt;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(manifest as text)", write = "cast(cast(? as text) as jsonb)")
    String manifest;

    /// SHA-256 of the manifest that was read from a file, as long as nobody else has written the
    /// row.
    @Column(name = "file_hash")
    @Nullable String fileHash;

    boolean present() {
        return deletedAt == null;
    }
}
