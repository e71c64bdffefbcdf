package io.gantry.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.util.Optional;

/// The object of a Kubernetes cluster that a resource was taken in from.
///
/// It lies in what the registry keeps about the resource for itself, where no client can write it,
/// and ends with the resource: a new one of the same name is its creator's.
///
/// @param generation the object's `metadata.generation` when it was taken in
public record Origin(String uid, long generation) {

    private static final String CLUSTER = "cluster";

    /// What is kept about every resource that has an origin.
    public static ObjectNode pattern() {
        ObjectNode kept = KServeJson.mapper().createObjectNode();
        kept.putObject(CLUSTER);
        return kept;
    }

    static Optional<Origin> of(ObjectNode kept) {
        return kept.get(CLUSTER) instanceof ObjectNode origin
                ? Optional.of(
                        new Origin(origin.path("uid").asText(), origin.path("generation").asLong()))
                : Optional.empty();
    }

    /// Has it kept.
    public void writeTo(ObjectNode kept) {
        kept.putObject(CLUSTER).put("uid", uid).put("generation", generation);
    }

    static void removeFrom(ObjectNode kept) {
        kept.remove(CLUSTER);
    }
}
