package io.gantry.kube.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.render.WorkerContainer;
import java.util.List;
import java.util.stream.Stream;

/// A model on several nodes as one LeaderWorkerSet: replicas are groups of a first node and its
/// further ones, so that there can be several of them.
final class LeaderWorkerSets {
    static final String GROUP = "leaderworkerset.x-k8s.io";
    static final String KIND = "LeaderWorkerSet";

    private static final String GROUP_INDEX = "GANTRY_GROUP_INDEX";
    private static final String GROUP_INDEX_LABEL = "leaderworkerset.sigs.k8s.io/group-index";

    private LeaderWorkerSets() {}

    static List<HasMetadata> of(MultiNode.Parts parts) {
        Workload workload = parts.workload();
        String name = Names.leaderWorkerSet(workload.name());
        parts.worker().container(WorkerContainer.NAME).ifPresent(worker -> join(worker, name));
        ObjectNode spec = KServeJson.mapper().createObjectNode();
        Integer replicas = Scalers.fixed(workload);
        if (replicas != null) {
            spec.put("replicas", replicas);
        }
        ObjectNode template = spec.putObject("leaderWorkerTemplate");
        template.put("size", parts.plan().nodes());
        template.put("restartPolicy", "RecreateGroupOnPodRestart");
        template.set(
                "leaderTemplate",
                Typed.tree(PodTemplates.template(workload, parts.head(), parts.model())));
        template.set(
                "workerTemplate",
                Typed.tree(PodTemplates.template(parts.workers(), parts.worker(), parts.model())));
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(GROUP + "/v1");
        object.setKind(KIND);
        object.setMetadata(
                new ObjectMetaBuilder(Metadata.of(workload, name))
                        .addToAnnotations(
                                Labels.PROGRESS_DEADLINE_SECONDS,
                                Integer.toString(ProgressDeadline.seconds(workload)))
                        .build());
        object.setAdditionalProperty("spec", spec);
        return Stream.concat(
                        Stream.of(object),
                        Disruptions.ofGroups(
                                workload.minReplicas(), Metadata.of(workload, name), name)
                                .stream())
                .toList();
    }

    /// The further nodes join the first of their own group: its pod has a name below the Service
    /// that the set's controller makes, and scripts of runtimes add the namespace to it.
    private static void join(ObjectNode worker, String name) {
        ObjectNode index = KServeJson.mapper().createObjectNode().put("name", GROUP_INDEX);
        index.putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "metadata.labels['%s']".formatted(GROUP_INDEX_LABEL));
        // Kubernetes expands only what stands before.
        worker.withArray("env").insert(0, index);
        PodDraft.variable(worker, "HEAD_SVC", "%s-$(%s).%s".formatted(name, GROUP_INDEX, name));
        PodDraft.variable(worker, "WORKER_SVC", name);
    }
}
