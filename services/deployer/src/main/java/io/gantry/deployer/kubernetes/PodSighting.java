package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.render.WorkerContainer;
import io.gantry.kube.render.Labels;
import io.gantry.kube.render.llm.LlmMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A pod of ours, as far as it tells how the predictor fares. A cluster has thousands; each takes a
/// hundredth of what the client's own object does.
///
/// @param node null while it has none
/// @param address null while it has none
/// @param readySince null while it is not ready
/// @param unreadySince null while it is ready, and while that is not told
/// @param unscheduled why the scheduler has found no node; null when it has, or has not tried
/// @param ended why the whole pod has ended, for example `Evicted`; null when it has not
/// @param leaving whether it was asked to end
/// @param deletionCost what it is said to cost to delete it; null when nothing is said
/// @param metrics where it says that it tells its metrics, as port and path; null when it does not
/// @param devices that it asks for, for example 2 of `nvidia.com/gpu`
/// @param predicts whether it is of a predictor, and not of a transformer or an explainer
/// @param joins whether it serves nobody itself: a further node of a model on several, or one that
///   prefills for those that decode
record PodSighting(
        String namespace,
        String name,
        String uid,
        Instant created,
        @Nullable String node,
        @Nullable String address,
        @Nullable Instant readySince,
        @Nullable Instant unreadySince,
        @Nullable String unscheduled,
        @Nullable String ended,
        boolean leaving,
        @Nullable String deletionCost,
        @Nullable String metrics,
        Map<String, Long> devices,
        boolean predicts,
        boolean joins,
        List<ContainerSighting> containers) {

    /// Set on pods of a LeaderWorkerSet by its controller (lws, api/leaderworkerset/v1).
    private static final String NUMBER_IN_GROUP = "leaderworkerset.sigs.k8s.io/worker-index";

    private static final String FIRST = "0";

    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

    /// The ReplicaSet controller deletes pods with less of it first, among those that are ready
    /// (https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#pod-deletion-cost).
    static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    PodSighting {
        devices = Map.copyOf(devices);
        containers = List.copyOf(containers);
    }

    /// The revision of a pod, or of anything else that belongs to one. A name that is too long for
    /// a label is whole in an annotation.
    static Optional<PredictorKey> key(ObjectMeta metadata) {
        Map<String, String> labels = Maps.orEmpty(metadata.getLabels());
        String service = labels.get(Labels.SERVICE);
        String revision =
                Maps.orEmpty(metadata.getAnnotations())
                        .getOrDefault(Labels.REVISION, labels.get(Labels.REVISION));
        return service == null || revision == null
                ? Optional.empty()
                : Optional.of(new PredictorKey(metadata.getNamespace(), service, revision));
    }

    static PodSighting of(Pod pod) {
        PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        Instant created = Times.parse(pod.getMetadata().getCreationTimestamp());
        return new PodSighting(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                created == null ? Instant.EPOCH : created,
                pod.getSpec().getNodeName(),
                status.getPodIP(),
                since(status, "True"),
                since(status, "False"),
                condition(status, "PodScheduled", "False").map(PodSighting::text).orElse(null),
                "Failed".equals(status.getPhase()) ? ended(status) : null,
                pod.getMetadata().getDeletionTimestamp() != null,
                Maps.orEmpty(pod.getMetadata().getAnnotations()).get(DELETION_COST),
                metrics(Maps.orEmpty(pod.getMetadata().getAnnotations())),
                NodeDevices.of(pod),
                ComponentSightings.key(pod.getMetadata()).isEmpty(),
                joins(pod),
                containers(pod, status));
    }

    /// The annotations of Prometheus', or those that KServe's runtimes have in their place.
    private static @Nullable String metrics(Map<String, String> annotations) {
        String port = prometheus(annotations, "port");
        String path = prometheus(annotations, "path");
        return port == null || !PORT.matcher(port).matches()
                ? null
                : port + (path == null || !path.startsWith("/") ? "/metrics" : path);
    }

    private static @Nullable String prometheus(Map<String, String> annotations, String name) {
        return annotations.getOrDefault(
                "prometheus.io/" + name, annotations.get("prometheus.kserve.io/" + name));
    }

    private static boolean joins(Pod pod) {
        Map<String, String> labels = Maps.orEmpty(pod.getMetadata().getLabels());
        return LlmMetadata.prefills(labels)
                || !FIRST.equals(labels.getOrDefault(NUMBER_IN_GROUP, FIRST))
                || pod.getSpec().getContainers().stream()
                        .anyMatch(each -> WorkerContainer.NAME.equals(each.getName()));
    }

    boolean ready() {
        return readySince != null && !leaving;
    }

    /// The container that serves the model: an InferenceService's, or an LLMInferenceService's.
    Optional<ContainerSighting> serving() {
        return container(Defaulting.PREDICTOR_CONTAINER).or(() -> container(LlmWorkload.MAIN));
    }

    private Optional<ContainerSighting> container(String wanted) {
        return containers.stream().filter(each -> each.name().equals(wanted)).findFirst();
    }

    private static List<ContainerSighting> containers(Pod pod, PodStatus status) {
        List<ContainerSighting> all = new ArrayList<>();
        Map<String, Container> init = byName(pod.getSpec().getInitContainers());
        for (ContainerStatus each : status.getInitContainerStatuses()) {
            all.add(ContainerSighting.of(each, init.get(each.getName()), true));
        }
        Map<String, Container> main = byName(pod.getSpec().getContainers());
        for (ContainerStatus each : status.getContainerStatuses()) {
            all.add(ContainerSighting.of(each, main.get(each.getName()), false));
        }
        return all;
    }

    private static Map<String, Container> byName(List<Container> containers) {
        return containers.stream()
                .collect(Collectors.toMap(Container::getName, Function.identity(), (a, b) -> a));
    }

    private static Optional<PodCondition> condition(PodStatus status, String type, String value) {
        return status.getConditions().stream()
                .filter(each -> type.equals(each.getType()) && value.equals(each.getStatus()))
                .findFirst();
    }

    /// @param ready `True` or `False`
    private static @Nullable Instant since(PodStatus status, String ready) {
        return condition(status, "Ready", ready)
                .map(condition -> Times.parse(condition.getLastTransitionTime()))
                .orElse(null);
    }

    private static String text(PodCondition condition) {
        return condition.getMessage() == null
                ? String.valueOf(condition.getReason())
                : condition.getMessage();
    }

    private static String ended(PodStatus status) {
        String reason = status.getReason() == null ? "Failed" : status.getReason();
        return status.getMessage() == null ? reason : reason + ": " + status.getMessage();
    }
}
