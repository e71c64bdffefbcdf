package io.gantry.deployer.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.gantry.kube.render.Typed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Deployment or a LeaderWorkerSet, where both are alike.
///
/// @param replicas null when it does not say
/// @param podsEach how many pods a replica has
/// @param rolling whether a Deployment has pods of a template that was replaced
/// @param pod of a replica, the first one
record SetObject(
        SetKind kind,
        ObjectMeta metadata,
        @Nullable Integer replicas,
        int podsEach,
        boolean rolling,
        PodSpec pod,
        List<Condition> conditions) {

    private static final String GROUP = "/spec/leaderWorkerTemplate";
    private static final String LEADER = GROUP + "/leaderTemplate";
    private static final String WORKER = GROUP + "/workerTemplate";

    SetObject {
        conditions = List.copyOf(conditions);
    }

    /// @param since when its status changed last
    record Condition(String type, String status, String message, @Nullable Instant since) {}

    static boolean is(HasMetadata object) {
        return object instanceof Deployment
                || SetKind.LEADER_WORKER_SET.kind().equals(object.getKind());
    }

    static SetObject of(HasMetadata object) {
        return object instanceof Deployment deployment ? of(deployment) : ofGroups(object);
    }

    private static SetObject of(Deployment deployment) {
        List<Condition> conditions =
                deployment.getStatus() == null
                        ? List.of()
                        : deployment.getStatus().getConditions().stream()
                                .map(each ->
                                        new Condition(
                                                each.getType(),
                                                each.getStatus(),
                                                said(each.getMessage(), each.getReason()),
                                                Times.parse(each.getLastTransitionTime())))
                                .toList();
        return new SetObject(
                SetKind.DEPLOYMENT,
                deployment.getMetadata(),
                deployment.getSpec().getReplicas(),
                1,
                rolling(deployment.getStatus()),
                deployment.getSpec().getTemplate().getSpec(),
                conditions);
    }

    private static SetObject ofGroups(HasMetadata object) {
        ObjectNode tree = Typed.tree(object);
        JsonNode pod = tree.at(LEADER + "/spec");
        JsonNode replicas = tree.at("/spec/replicas");
        return new SetObject(
                SetKind.LEADER_WORKER_SET,
                object.getMetadata(),
                replicas.isInt() ? (Integer) replicas.intValue() : null,
                tree.at(GROUP + "/size").asInt(1),
                false,
                pod.isObject() ? Typed.of(pod, PodSpec.class, LEADER) : new PodSpec(),
                tree.at("/status/conditions")
                        .valueStream()
                        .map(each ->
                                new Condition(
                                        each.path("type").asText(),
                                        each.path("status").asText(),
                                        said(
                                                each.path("message").textValue(),
                                                each.path("reason").textValue()),
                                        Times.parse(each.path("lastTransitionTime").textValue())))
                        .toList());
    }

    private static boolean rolling(@Nullable DeploymentStatus status) {
        return status != null && number(status.getReplicas()) > number(status.getUpdatedReplicas());
    }

    private static int number(@Nullable Integer replicas) {
        return replicas == null ? 0 : replicas;
    }

    private static String said(@Nullable String message, @Nullable String reason) {
        return message == null ? String.valueOf(reason) : message;
    }

    SetKind.Ref ref() {
        return new SetKind.Ref(kind, metadata.getNamespace(), metadata.getName());
    }

    Optional<Condition> condition(String type, String status) {
        return conditions.stream()
                .filter(each -> each.type().equals(type) && each.status().equals(status))
                .findFirst();
    }

    /// The object with marks on it and on the pods of its replicas, all of them.
    ///
    /// @param marks annotations of its own
    static HasMetadata marked(HasMetadata object, Map<String, String> marks, PodMarks ofPods) {
        if (object instanceof Deployment deployment) {
            return new DeploymentBuilder(deployment)
                    .editMetadata()
                    .addToAnnotations(marks)
                    .endMetadata()
                    .editSpec()
                    .editTemplate()
                    .editMetadata()
                    .addToLabels(ofPods.labels())
                    .addToAnnotations(ofPods.annotations())
                    .endMetadata()
                    .endTemplate()
                    .endSpec()
                    .build();
        }
        ObjectNode tree = Typed.tree(object);
        marks.forEach(tree.withObject("/metadata/annotations")::put);
        for (String template : List.of(LEADER, WORKER)) {
            ofPods.labels().forEach(tree.withObject(template + "/metadata/labels")::put);
            ofPods.annotations().forEach(tree.withObject(template + "/metadata/annotations")::put);
        }
        return Typed.of(tree, GenericKubernetesResource.class, object.getKind());
    }

    /// What pods bear.
    record PodMarks(Map<String, String> labels, Map<String, String> annotations) {

        PodMarks {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }
}
