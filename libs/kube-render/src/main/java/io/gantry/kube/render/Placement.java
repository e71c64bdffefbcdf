package io.gantry.kube.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Where Kubernetes is to put pods: rather where the model is already, and not all on one node.
/// Both are wishes, so a pod that fits nowhere else still starts.
final class Placement {
    private static final String HOST = "kubernetes.io/hostname";

    /// The field of a node, as its label for the host may have another value than its name.
    private static final String NAME = "metadata.name";

    private static final int MOST_WANTED = 100;

    private Placement() {}

    static void add(PodDraft pod, String app, List<String> warmNodes) {
        if (!warmNodes.isEmpty()) {
            prefer(pod.spec(), warmNodes);
        }
        if (!pod.spec().has("topologySpreadConstraints")) {
            spread(pod.spec(), app);
        }
    }

    /// Entries beside the user's own: one for each node, as the API server takes one name only for
    /// a field (`ValidateNodeFieldSelectorRequirement`).
    private static void prefer(ObjectNode spec, List<String> warmNodes) {
        ArrayNode preferred =
                spec.withObject("/affinity/nodeAffinity")
                        .withArray("preferredDuringSchedulingIgnoredDuringExecution");
        warmNodes.stream().distinct().sorted().forEach(node -> prefer(preferred.addObject(), node));
    }

    private static void prefer(ObjectNode entry, String node) {
        ObjectNode field =
                entry.put("weight", MOST_WANTED)
                        .putObject("preference")
                        .putArray("matchFields")
                        .addObject();
        field.put("key", NAME).put("operator", "In").putArray("values").add(node);
    }

    private static void spread(ObjectNode spec, String app) {
        ObjectNode constraint = spec.putArray("topologySpreadConstraints").addObject();
        constraint
                .put("maxSkew", 1)
                .put("topologyKey", HOST)
                .put("whenUnsatisfiable", "ScheduleAnyway")
                .putObject("labelSelector")
                .putObject("matchLabels")
                .put(Labels.APP, app);
    }
}
