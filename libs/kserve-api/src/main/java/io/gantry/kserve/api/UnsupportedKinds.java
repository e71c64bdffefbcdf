package io.gantry.kserve.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to tell someone who applies a resource that Gantry does not store: what it is for here, and
/// where it belongs. The manifests of KServe's documentation mix them freely with
/// InferenceServices.
final class UnsupportedKinds {
    private static final String KSERVE = "serving.kserve.io/";
    private static final String KUBECTL = "apply it with kubectl";

    private static final Map<String, String> KUBERNETES =
            Map.ofEntries(
                    Map.entry(
                            "Secret",
                            "Gantry stores no secrets; "
                                    + KUBECTL
                                    + ", or give the loader its"
                                    + " credentials in its own configuration"),
                    Map.entry(
                            "ConfigMap",
                            "Gantry reads no ConfigMaps; its services are configured by their own"
                                    + " properties, and any other ConfigMap you "
                                    + KUBECTL),
                    Map.entry(
                            "Namespace",
                            "Gantry needs none to be created: a namespace exists once a resource names"
                                    + " it; for the cluster's, "
                                    + KUBECTL),
                    Map.entry("Role", rbac()),
                    Map.entry("RoleBinding", rbac()),
                    Map.entry("ClusterRole", rbac()),
                    Map.entry("ClusterRoleBinding", rbac()),
                    Map.entry(
                            "ServiceAccount",
                            "it belongs to the cluster; "
                                    + KUBECTL
                                    + " and name it in spec.predictor.serviceAccountName"),
                    Map.entry(
                            "PersistentVolumeClaim",
                            "it belongs to the cluster; "
                                    + KUBECTL
                                    + " and refer to it by a storageUri of pvc://"),
                    Map.entry(
                            "CustomResourceDefinition",
                            "Gantry's registry knows its types without it; for the cluster, "
                                    + KUBECTL));

    private UnsupportedKinds() {}

    static Manifest.Unsupported explain(String apiVersion, String kind, @Nullable String name) {
        String resource = name == null ? kind : "%s \"%s\"".formatted(kind, name);
        String why = "%s (%s): %s.".formatted(resource, apiVersion, reason(apiVersion, kind, name));
        return new Manifest.Unsupported(apiVersion, kind, name, why);
    }

    private static String reason(String apiVersion, String kind, @Nullable String name) {
        if (apiVersion.startsWith(KSERVE)) {
            return kserve(kind);
        }
        if (kind.equals("ConfigMap") && "config-autoscaler".equals(name)) {
            return "Knative's autoscaler settings belong to Gantry's monitor: set its"
                    + " scaling properties (scale to zero, grace period, target, rates) instead, and"
                    + " minReplicas and maxReplicas in each InferenceService";
        }
        if (kind.equals("ConfigMap") && "inferenceservice-config".equals(name)) {
            return "KServe's own settings have no effect here; each of Gantry's services is configured"
                    + " by its own properties";
        }
        return KUBERNETES.getOrDefault(
                kind,
                "it is not a resource that Gantry stores; if the cluster needs it, " + KUBECTL);
    }

    private static String kserve(String kind) {
        return switch (kind) {
            case InferenceService.KIND ->
                    "Gantry reads it as "
                            + InferenceService.API_VERSION
                            + "; change the apiVersion and bring the spec to that form";
            case ServingRuntime.KIND, ServingRuntime.CLUSTER_KIND ->
                    "Gantry reads it as " + ServingRuntime.API_VERSION + "; change the apiVersion";
            default ->
                    "Gantry does not know this version or kind of KServe resource; GET /apis/serving.kserve.io lists those it stores";
        };
    }

    private static String rbac() {
        return "who may do what in the cluster is the cluster's RBAC, which Gantry does not store; "
                + KUBECTL;
    }
}
