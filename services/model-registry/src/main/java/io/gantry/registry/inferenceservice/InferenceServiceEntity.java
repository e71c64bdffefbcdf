package io.gantry.registry.inferenceservice;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/// The row of an InferenceService, also of one that was deleted.
///
/// JSON is text here, so that numbers keep their digits; the database has it as jsonb.
@Entity
@Table(name = "inference_service")
@SuppressWarnings("NullAway.Init")
class InferenceServiceEntity {

    static final String AS_JSON = "cast(cast(? as text) as jsonb)";

    @EmbeddedId ServiceKey key;

    UUID uid;

    long generation;

    @Column(name = "resource_version")
    long resourceVersion;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "deleted_at")
    @Nullable Instant deletedAt;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(manifest as text)", write = AS_JSON)
    String manifest;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(revisions as text)", write = AS_JSON)
    String revisions;

    @Column(name = "rolled_out", columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(rolled_out as text)", write = AS_JSON)
    String rolledOut;

    @Column(name = "last_revision")
    int lastRevision;

    boolean present() {
        return deletedAt == null;
    }
}
