package io.gantry.registry.inferenceservice;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;

/// The row of a revision; written once.
@Entity
@Immutable
@Table(name = "revision")
@SuppressWarnings("NullAway.Init")
class RevisionEntity {

    private static final String AS_JSON = "cast(cast(? as text) as jsonb)";

    @EmbeddedId RevisionKey key;

    UUID uid;

    long generation;

    String fingerprint;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(predictor as text)", write = AS_JSON)
    String predictor;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(artifacts as text)", write = AS_JSON)
    String artifacts;

    @Column(name = "created_at")
    Instant createdAt;
}
