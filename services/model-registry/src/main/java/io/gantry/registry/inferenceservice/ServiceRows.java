package io.gantry.registry.inferenceservice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.gantry.events.Revision;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.resource.Identity;
import io.gantry.registry.resource.Metadata;
import io.gantry.registry.revision.Created;
import io.gantry.registry.revision.RolledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What rows mean.
final class ServiceRows {

    private static final TypeReference<List<Revision>> REVISIONS = new TypeReference<>() {};

    private ServiceRows() {}

    static StoredService stored(InferenceServiceEntity row) {
        InferenceService written = read(row.manifest, new TypeReference<>() {});
        Identity identity =
                new Identity(row.uid, row.generation, row.resourceVersion, row.createdAt);
        return new StoredService(
                row.key,
                row.uid,
                row.generation,
                written.withMetadata(Metadata.complete(metadata(written), identity)),
                read(row.revisions, REVISIONS));
    }

    static @Nullable RolledOut rolledOut(InferenceServiceEntity row) {
        return row.present() ? read(row.rolledOut, new TypeReference<RolledOut>() {}) : null;
    }

    static RevisionEntity revision(InferenceServiceEntity row, Created created) {
        Revision revision = created.revision();
        RevisionEntity entity = new RevisionEntity();
        entity.key = new RevisionKey(row.key.namespace(), row.key.name(), revision.number());
        entity.uid = row.uid;
        entity.generation = row.generation;
        entity.fingerprint = created.fingerprint();
        entity.predictor = KServeJson.toJson(revision.predictor());
        entity.artifacts = KServeJson.toJson(revision.artifacts());
        entity.createdAt = row.createdAt;
        return entity;
    }

    static <T> T read(String json, TypeReference<T> type) {
        try {
            return KServeJson.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "The database holds what is no " + type.getType().getTypeName(), e);
        }
    }

    private static io.gantry.kserve.api.ObjectMeta metadata(InferenceService written) {
        if (written.metadata() == null) {
            throw new IllegalStateException(
                    "The database holds an InferenceService without metadata");
        }
        return written.metadata();
    }
}
