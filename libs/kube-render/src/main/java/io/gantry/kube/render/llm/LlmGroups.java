package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.combine.Role;
import io.gantry.kserve.llm.Parallelism;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Refusal;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.Labels;
import io.gantry.kube.render.Names;
import io.gantry.kube.render.ProgressDeadline;
import io.gantry.kube.render.Typed;
import java.util.Map;

/// A workload whose replicas are groups of pods on several nodes: a LeaderWorkerSet.
///
/// Two Deployments in its place, as InferenceServices have them, would not do: presets take the
/// first pod's address and each pod's number from variables that LeaderWorkerSets set.
final class LlmGroups {
    static final String GROUP = "leaderworkerset.x-k8s.io";
    static final String KIND = "LeaderWorkerSet";
    static final String API_VERSION = GROUP + "/v1";

    private final LlmPods pods;
    private final ClusterLookup cluster;

    LlmGroups(LlmPods pods, ClusterLookup cluster) {
        this.pods = pods;
        this.cluster = cluster;
    }

    HasMetadata of(LlmWorkload workload, Findings remarks) {
        if (cluster.kind(GROUP, KIND) == ClusterLookup.Presence.ABSENT) {
            throw new Refusal(
                    workload.field().get("worker").path(),
                    null,
                    "a model on several nodes is a LeaderWorkerSet, and the cluster has no such kind",
                    "install LeaderWorkerSet (lws.sigs.k8s.io), or leave worker out");
        }
        Map<String, String> labels =
                LlmMetadata.joining(workload.service(), "-worker" + workload.role().suffix());
        GenericKubernetesResource set = new GenericKubernetesResource();
        set.setApiVersion(API_VERSION);
        set.setKind(KIND);
        set.setMetadata(
                new ObjectMetaBuilder(LlmMetadata.of(workload, name(workload), labels))
                        .addToAnnotations(
                                Labels.PROGRESS_DEADLINE_SECONDS,
                                Integer.toString(
                                        ProgressDeadline.seconds(workload.service().annotations())))
                        .build());
        set.setAdditionalProperty("spec", spec(workload, labels, remarks));
        return set;
    }

    /// Shorter than a Deployment's: its controller makes longer names of it.
    static String name(LlmWorkload workload) {
        LlmService service = workload.service();
        return Names.group(
                service.name() + "-kserve-mn" + workload.role().suffix() + service.ending());
    }

    private ObjectNode spec(LlmWorkload workload, Map<String, String> labels, Findings remarks) {
        ObjectNode spec = KServeJson.mapper().createObjectNode();
        Integer replicas = LlmDeployments.replicas(workload);
        if (replicas != null) {
            spec.put("replicas", replicas);
        }
        spec.put("startupPolicy", "LeaderCreated");
        ObjectNode rollout = spec.putObject("rolloutStrategy").put("type", "RollingUpdate");
        JsonNode wanted = workload.part("rolloutStrategy");
        if (wanted.isObject()) {
            rollout.set("rollingUpdateConfiguration", wanted);
        }
        ObjectNode group = spec.putObject("leaderWorkerTemplate");
        long size = Parallelism.size(workload.parallelism());
        group.put("size", size);
        group.put("restartPolicy", "RecreateGroupOnPodRestart");
        if (workload.role() == Role.PREFILL && Parallelism.dataParallel(workload.parallelism())) {
            group.putObject("subGroupPolicy").put("subGroupSize", size);
        }
        Map<String, String> first =
                LlmMetadata.serving(workload, "-leader" + workload.role().suffix());
        group.set("leaderTemplate", template(workload, "template", first, remarks));
        group.set("workerTemplate", template(workload, "worker", labels, remarks));
        return spec;
    }

    private ObjectNode template(
            LlmWorkload workload, String member, Map<String, String> labels, Findings remarks) {
        return Typed.tree(
                new PodTemplateSpecBuilder()
                        .withMetadata(LlmMetadata.ofPods(workload, labels, Map.of()))
                        .withSpec(pods.spec(workload, member, null, remarks))
                        .build());
    }
}
