package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.api.WorkerSpec;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What of a component, a runtime or a workerSpec belongs to the pod. KServe inlines the PodSpec
/// among fields of its own; what is in neither is a mistake that the API server would prune.
final class PodSpecFields {
    /// All fields of Kubernetes' PodSpec but the containers, which are rendered by themselves.
    static final Set<String> NAMES =
            Set.of(
                    "activeDeadlineSeconds",
                    "affinity",
                    "automountServiceAccountToken",
                    "dnsConfig",
                    "dnsPolicy",
                    "enableServiceLinks",
                    "ephemeralContainers",
                    "hostAliases",
                    "hostIPC",
                    "hostNetwork",
                    "hostPID",
                    "hostUsers",
                    "hostname",
                    "hostnameOverride",
                    "imagePullSecrets",
                    "initContainers",
                    "nodeName",
                    "nodeSelector",
                    "os",
                    "overhead",
                    "preemptionPolicy",
                    "priority",
                    "priorityClassName",
                    "readinessGates",
                    "resourceClaims",
                    "resources",
                    "restartPolicy",
                    "runtimeClassName",
                    "schedulerName",
                    "schedulingGates",
                    "securityContext",
                    "serviceAccount",
                    "serviceAccountName",
                    "setHostnameAsFQDN",
                    "shareProcessNamespace",
                    "subdomain",
                    "terminationGracePeriodSeconds",
                    "tolerations",
                    "topologySpreadConstraints",
                    "volumes");

    private PodSpecFields() {}

    static ObjectNode of(Component component) {
        return only(KServeJson.tree(component));
    }

    static ObjectNode of(@Nullable ServingRuntime runtime) {
        return runtime == null || runtime.spec() == null
                ? KServeJson.mapper().createObjectNode()
                : only(KServeJson.tree(runtime.spec()));
    }

    static ObjectNode of(@Nullable WorkerSpec worker) {
        return worker == null
                ? KServeJson.mapper().createObjectNode()
                : only(KServeJson.tree(worker));
    }

    private static ObjectNode only(ObjectNode tree) {
        ObjectNode pod = tree.objectNode();
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            if (NAMES.contains(field.getKey())) {
                pod.set(field.getKey(), field.getValue());
            }
        }
        return pod;
    }
}
