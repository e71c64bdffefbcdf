package io.gantry.kube.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Where Kubernetes is to put pods: rather where the model is already, and not all on one node.
/// Both are wishes, so a pod that fits nowhere else still starts.
final class Placement {
    private static final String HOST = "kubernetes.io/hostname";
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

    /// One more entry beside the user's own.
    private static void prefer(ObjectNode spec, List<String> warmNodes) {
        ObjectNode preferred =
                spec.withObject("/affinity/nodeAffinity")
                        .withArray("preferredDuringSchedulingIgnoredDuringExecution")
                        .addObject()
                        .put("weight", MOST_WANTED);
        ObjectNode expression =
                preferred.putObject("preference").putArray("matchExpressions").addObject();
        ArrayNode values = expression.put("key", HOST).put("operator", "In").putArray("values");
        warmNodes.stream().distinct().sorted().forEach(values::add);
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
