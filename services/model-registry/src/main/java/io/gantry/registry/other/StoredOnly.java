package io.gantry.registry.other;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.resource.Identity;
import io.gantry.registry.store.StatusSource;
import io.gantry.registry.store.StoredResource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;

/// The status of resources that nothing acts on: a condition that says so, and what to do instead.
@ApplicationScoped
class StoredOnly implements StatusSource {

    static final Map<String, String> REASONS =
            Map.of(
                    "TrainedModel",
                    "Gantry gives each model its own predictor; an InferenceService with the model's"
                            + " storageUri is served",
                    "LocalModelNode",
                    "Gantry's loader says on gantry.artifacts what its node has",
                    "ClusterStorageContainer",
                    "Gantry's loader downloads models itself, without containers for their storage");

    @Override
    public Set<String> kinds() {
        return REASONS.keySet();
    }

    @Override
    public ObjectNode status(StoredResource resource) {
        Identity identity = resource.identity();
        ObjectNode status = KServeJson.mapper().createObjectNode();
        status.put("observedGeneration", identity.generation());
        status.putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", "False")
                .put("reason", "StoredOnly")
                .put("message", String.valueOf(REASONS.get(resource.key().kind())))
                .put(
                        "lastTransitionTime",
                        identity.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
        return status;
    }
}
