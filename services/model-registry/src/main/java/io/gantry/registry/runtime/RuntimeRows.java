package io.gantry.registry.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.resource.Identity;
import io.gantry.registry.resource.Metadata;

/// What rows mean.
final class RuntimeRows {

    private RuntimeRows() {}

    static StoredRuntime stored(RuntimeEntity row) {
        ServingRuntime written = read(row.manifest);
        if (written.metadata() == null) {
            throw new IllegalStateException("The database holds a runtime without metadata");
        }
        Identity identity =
                new Identity(row.uid, row.generation, row.resourceVersion, row.createdAt);
        return new StoredRuntime(
                row.key, written.withMetadata(Metadata.complete(written.metadata(), identity)));
    }

    private static ServingRuntime read(String json) {
        try {
            return KServeJson.mapper().readValue(json, ServingRuntime.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database holds what is no runtime", e);
        }
    }
}
