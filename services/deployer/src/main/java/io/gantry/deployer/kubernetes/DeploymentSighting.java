package io.gantry.deployer.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.render.PredictorContainer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A predictor's Deployment, as far as it matters after it was applied.
///
/// @param serviceUid of the InferenceService that it was made for
/// @param runtime null when the predictor brings its own container
/// @param generation Kubernetes' count of changes to its spec
/// @param port that requests go to
/// @param overdue why it has not got ready within its deadline; null when it has, or still may
/// @param podsRefused why its pods are not created, for example by a quota; null when they are
/// @param places see [io.gantry.deployer.platform.PredictorState#places]
/// @param devices that each pod holds, for example 2 of `nvidia.com/gpu`
/// @param warmNodes those that it was made for
/// @param parts what belongs to it, as `Kind/name`
/// @param givenUp why it was given up; null when it was not
record DeploymentSighting(
        PredictorKey key,
        String name,
        String uid,
        String serviceUid,
        @Nullable String runtime,
        String fingerprint,
        long generation,
        int replicas,
        int port,
        @Nullable String overdue,
        @Nullable String podsRefused,
        @Nullable Integer places,
        Map<String, String> devices,
        List<String> warmNodes,
        List<String> parts,
        boolean scaledByGantry,
        @Nullable Failure givenUp) {

    DeploymentSighting {
        devices = Map.copyOf(devices);
        warmNodes = List.copyOf(warmNodes);
        parts = List.copyOf(parts);
    }

    /// Empty when it is no revision's: the further nodes of one have a Deployment without this
    /// mark.
    static Optional<PredictorKey> key(ObjectMeta metadata) {
        return Maps.orEmpty(metadata.getAnnotations()).containsKey(Marks.SERVICE_UID)
                ? PodSighting.key(metadata)
                : Optional.empty();
    }

    static DeploymentSighting of(PredictorKey key, Deployment deployment) {
        var metadata = deployment.getMetadata();
        Map<String, String> marks = Maps.orEmpty(metadata.getAnnotations());
        List<Container> containers = deployment.getSpec().getTemplate().getSpec().getContainers();
        Integer replicas = deployment.getSpec().getReplicas();
        return new DeploymentSighting(
                key,
                metadata.getName(),
                metadata.getUid(),
                marks.getOrDefault(Marks.SERVICE_UID, ""),
                marks.get(Marks.RUNTIME),
                marks.getOrDefault(Marks.FINGERPRINT, ""),
                metadata.getGeneration() == null ? 0 : metadata.getGeneration(),
                replicas == null ? 1 : replicas,
                port(containers),
                condition(deployment, "Progressing", "False").orElse(null),
                condition(deployment, "ReplicaFailure", "True").orElse(null),
                places(marks.get(Marks.IN_PLACE)),
                devices(containers),
                list(marks.get(Marks.WARM_NODES)),
                list(marks.get(Marks.PARTS)),
                Boolean.parseBoolean(marks.get(Marks.SCALED_BY_GANTRY)),
                givenUp(marks.get(Marks.GIVEN_UP)));
    }

    /// A transformer in the same pod stands before the container that serves.
    private static int port(List<Container> containers) {
        return firstPort(containers, Defaulting.TRANSFORMER_CONTAINER)
                .or(() -> firstPort(containers, Defaulting.PREDICTOR_CONTAINER))
                .or(() -> firstPort(containers, LlmWorkload.MAIN))
                .orElseGet(() -> defaultPort(containers));
    }

    private static int defaultPort(List<Container> containers) {
        boolean llm = containers.stream().anyMatch(each -> LlmWorkload.MAIN.equals(each.getName()));
        return llm ? LlmWorkload.PORT : PredictorContainer.DEFAULT_PORT;
    }

    private static Optional<Integer> firstPort(List<Container> containers, String name) {
        return containers.stream()
                .filter(each -> name.equals(each.getName()))
                .flatMap(each -> each.getPorts().stream())
                .map(port -> port.getContainerPort())
                .findFirst();
    }

    private static Map<String, String> devices(List<Container> containers) {
        return containers.stream()
                .map(Container::getResources)
                .filter(Objects::nonNull)
                .map(resources -> resources.getLimits())
                .filter(Objects::nonNull)
                .flatMap(limits -> limits.entrySet().stream())
                .filter(limit -> Scheduling.isDevice(limit.getKey()))
                .collect(
                        Collectors.toUnmodifiableMap(
                                Map.Entry::getKey,
                                limit -> limit.getValue().toString(),
                                (one, other) -> one));
    }

    /// What somebody has written there by hand counts as nothing.
    private static @Nullable Integer places(@Nullable String mark) {
        return mark == null || !mark.matches("\\d{1,6}") ? null : Integer.valueOf(mark);
    }

    private static List<String> list(@Nullable String mark) {
        return mark == null || mark.isEmpty() ? List.of() : List.of(mark.split(","));
    }

    private static Optional<String> condition(Deployment deployment, String type, String value) {
        return deployment.getStatus() == null
                ? Optional.empty()
                : deployment.getStatus().getConditions().stream()
                        .filter(each ->
                                type.equals(each.getType()) && value.equals(each.getStatus()))
                        .map(DeploymentSighting::text)
                        .findFirst();
    }

    private static String text(DeploymentCondition condition) {
        return condition.getMessage() == null
                ? String.valueOf(condition.getReason())
                : condition.getMessage();
    }

    private static @Nullable Failure givenUp(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            return KServeJson.mapper().readValue(json, Failure.class);
        } catch (JsonProcessingException e) {
            // Somebody has changed it by hand; that it was given up stays.
            return Failure.of(
                    FailureReason.UNKNOWN,
                    "The revision was given up, for a reason that cannot be read any more: " + json,
                    "Apply the InferenceService anew.");
        }
    }
}
