package io.gantry.registry.llm;

import com.fasterxml.jackson.databind.JsonNode;

/// How many replicas one role of a service has.
///
/// @param byOthers whether KEDA or an autoscaler of Kubernetes decides between the two
record ReplicaBounds(int min, int max, boolean byOthers) {

    /// @param workload the spec, or its `prefill`, after validation
    static ReplicaBounds of(JsonNode workload) {
        JsonNode scaling = workload.path("scaling");
        if (!scaling.isObject()) {
            int replicas = workload.path("replicas").asInt(1);
            // Of none, the first request makes one.
            return new ReplicaBounds(replicas, Math.max(1, replicas), false);
        }
        int min = scaling.path("minReplicas").asInt(1);
        boolean byOthers = scaling.path("keda").isObject() || scaling.at("/wva/hpa").isObject();
        // Whoever scales it takes it to zero, if at all.
        return new ReplicaBounds(
                byOthers ? Math.max(1, min) : min, scaling.path("maxReplicas").asInt(), byOthers);
    }
}
