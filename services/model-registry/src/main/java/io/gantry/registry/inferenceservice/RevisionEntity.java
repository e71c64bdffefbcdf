package io.gantry.registry.inferenceservice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Revision;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.revision.Written;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

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

    /// Null in rows from before there was this column.
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(written as text)", write = AS_JSON)
    @Nullable String written;

    @Nullable String sha256;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(artifacts as text)", write = AS_JSON)
    String artifacts;

    @Column(name = "created_at")
    Instant createdAt;

    String revision() {
        return Revision.nameOf(key.name(), key.number());
    }

    /// What it is made of; in rows from before that was kept, the same with its defaults.
    Written source() {
        Component component =
                KServeJson.read(tree(written == null ? predictor : written), Component.class);
        return new Written(component, sha256);
    }

    /// What it runs: the predictor after defaulting.
    JsonNode running() {
        return tree(predictor);
    }

    List<ArtifactReference> files() {
        return tree(artifacts)
                .valueStream()
                .map(each -> KServeJson.read(each, ArtifactReference.class))
                .toList();
    }

    private static JsonNode tree(String json) {
        try {
            return KServeJson.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database holds what is no JSON", e);
        }
    }
}
