package io.gantry.registry.localmodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.ModelNodeGroupApplied;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.LlmService;
import io.gantry.registry.store.StatusSource;
import io.gantry.registry.store.StoredResource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/// KServe's status of caches and groups, and a condition `Ready`, which KServe does not have.
@ApplicationScoped
class CacheStatuses implements StatusSource {

    private static final NodeCopies.Finding NOT_HEARD =
            new NodeCopies.Finding(
                    "Unknown", "WaitingForNodes", "The loaders are being told of it.");

    private final CacheSightings sightings;
    private final InstantSource time;

    CacheStatuses(CacheSightings sightings, InstantSource time) {
        this.sightings = sightings;
        this.time = time;
    }

    @Override
    public Set<String> kinds() {
        return CacheKinds.ALL;
    }

    @Override
    public ObjectNode status(StoredResource resource) {
        ObjectNode status = KServeJson.mapper().createObjectNode();
        if (CacheEvents.applied(resource) instanceof ModelNodeGroupApplied group) {
            long used = sightings.usedOf(group.name());
            return status.put("used", Long.toString(used))
                    .put("available", Long.toString(Math.max(0, group.storageLimit() - used)));
        }
        NodeCopies.Finding ready =
                sightings
                        .of(resource.key())
                        .map(copies -> {
                            fill(status, copies);
                            return copies.ready();
                        })
                        .orElse(NOT_HEARD);
        status.putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", ready.status())
                .put("reason", ready.reason())
                .put("message", ready.message())
                .put("lastTransitionTime", since(resource, ready));
        return status;
    }

    private static void fill(ObjectNode status, NodeCopies copies) {
        ObjectNode nodes = status.putObject("nodeStatus");
        copies.nodeStatus().forEach(nodes::put);
        status.putObject("copies")
                .put("available", copies.available())
                .put("total", copies.nodes().size())
                .put("failed", copies.failed());
        users(status, "inferenceServices", InferenceService.KIND, copies);
        users(status, "llmInferenceServices", LlmService.KIND, copies);
    }

    private static void users(ObjectNode status, String member, String kind, NodeCopies copies) {
        ArrayNode users = status.arrayNode();
        copies.users().stream()
                .filter(user -> user.kind().equals(kind))
                .forEach(user ->
                        users.addObject()
                                .put("namespace", user.namespace())
                                .put("name", user.name()));
        if (!users.isEmpty()) {
            status.set(member, users);
        }
    }

    /// When it became as it is: what is stored tells, unless it tells of something else.
    private String since(StoredResource resource, NodeCopies.Finding ready) {
        JsonNode stored = resource.status() == null ? null : resource.status().get("conditions");
        for (JsonNode condition : stored == null ? List.<JsonNode>of() : stored) {
            if (condition.path("status").asText().equals(ready.status())
                    && condition.has("lastTransitionTime")) {
                return condition.path("lastTransitionTime").asText();
            }
        }
        return time.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
