package io.gantry.registry.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/// The row of a resource, also of one that was deleted.
///
/// JSON is text here, so that numbers keep their digits; the database has it as jsonb.
@Entity
@Table(name = "resource")
@SuppressWarnings("NullAway.Init")
class ResourceEntity {

    private static final String AS_JSON = "cast(cast(? as text) as jsonb)";

    @EmbeddedId ResourceKey key;

    UUID uid;

    long generation;

    @Column(name = "resource_version")
    long resourceVersion;

    @Column(name = "created_version")
    long createdVersion;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "deleted_at")
    @Nullable Instant deletedAt;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(manifest as text)", write = AS_JSON)
    String manifest;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(status as text)", write = AS_JSON)
    @Nullable String status;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(kept as text)", write = AS_JSON)
    String kept;

    @Column(name = "managed_fields", columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(managed_fields as text)", write = AS_JSON)
    String managedFields;

    boolean present() {
        return deletedAt == null;
    }
}
