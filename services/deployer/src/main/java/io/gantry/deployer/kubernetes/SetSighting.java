package io.gantry.deployer.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.gantry.deployer.platform.GrpcPort;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.render.PredictorContainer;
import io.gantry.kube.render.Labels;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A predictor's Deployment or LeaderWorkerSet, as far as it matters after it was applied.
///
/// @param name that no other revision of the service has: the Deployment's, or the one that it
///   would have
/// @param serviceUid of the InferenceService that it was made for
/// @param served whether the revision was ever ready
/// @param runtime null when the predictor brings its own container
/// @param template see [Marks#TEMPLATE]
/// @param downloads see [Marks#DOWNLOADS]
/// @param rolling whether it has pods of a template that was replaced
/// @param rollsInPlace whether these make room for their successors
/// @param version counts its changes, see [Versions]
/// @param replicas that it is to have
/// @param podsEach how many pods a replica has
/// @param port that requests go to
/// @param grpcPort that gRPC goes to; null when that is no other
/// @param overdue why it has not got ready within its deadline; null when it has, or still may
/// @param deadline by when it has to be ready, of a kind whose controller does not watch over that;
///   null when it is ready, and of others
/// @param podsRefused why its pods are not created, for example by a quota; null when they are
/// @param places see [io.gantry.deployer.platform.PredictorState#places]
/// @param devices that each pod holds, for example 2 of `nvidia.com/gpu`, and how many resource
///   claims
/// @param warmNodes those that it was made for
/// @param parts what belongs to it, as `Kind/name`
/// @param partReplicas how many replicas those of them are to have that have any
/// @param givenUp why it was given up; null when it was not
record SetSighting(
        PredictorKey key,
        SetKind.Ref ref,
        String name,
        String uid,
        String serviceUid,
        boolean served,
        @Nullable String runtime,
        String fingerprint,
        String template,
        String downloads,
        boolean rolling,
        boolean rollsInPlace,
        long version,
        int replicas,
        int podsEach,
        int port,
        @Nullable Integer grpcPort,
        @Nullable String overdue,
        @Nullable Instant deadline,
        @Nullable String podsRefused,
        @Nullable Integer places,
        Map<String, String> devices,
        List<String> warmNodes,
        List<String> parts,
        Map<String, Integer> partReplicas,
        boolean scaledByGantry,
        @Nullable Failure givenUp) {

    private static final String PROGRESSING = "Progressing";

    SetSighting {
        devices = Map.copyOf(devices);
        warmNodes = List.copyOf(warmNodes);
        parts = List.copyOf(parts);
        partReplicas = Map.copyOf(partReplicas);
    }

    /// Empty when it is no revision's: the further nodes of one have a Deployment without this
    /// mark.
    static Optional<PredictorKey> key(ObjectMeta metadata) {
        return Maps.orEmpty(metadata.getAnnotations()).containsKey(Marks.SERVICE_UID)
                ? PodSighting.key(metadata)
                : Optional.empty();
    }

    static SetSighting of(PredictorKey key, HasMetadata object) {
        SetObject set = SetObject.of(object);
        ObjectMeta metadata = set.metadata();
        Map<String, String> marks = Maps.orEmpty(metadata.getAnnotations());
        List<Container> containers = set.pod().getContainers();
        Integer replicas = set.replicas();
        return new SetSighting(
                key,
                set.ref(),
                marks.getOrDefault(Marks.NAME, metadata.getName()),
                metadata.getUid(),
                marks.getOrDefault(Marks.SERVICE_UID, ""),
                Boolean.parseBoolean(marks.get(Marks.SERVED)),
                marks.get(Marks.RUNTIME),
                marks.getOrDefault(Marks.FINGERPRINT, ""),
                marks.getOrDefault(Marks.TEMPLATE, ""),
                marks.getOrDefault(Marks.DOWNLOADS, ""),
                set.rolling(),
                Boolean.parseBoolean(marks.get(Marks.ROLLS_IN_PLACE)),
                Versions.of(object),
                replicas == null ? 1 : replicas,
                set.podsEach(),
                port(containers),
                grpcPort(containers),
                set.kind() == SetKind.DEPLOYMENT ? message(set, PROGRESSING, "False") : null,
                deadline(set, marks),
                message(set, "ReplicaFailure", "True"),
                places(marks.get(Marks.IN_PLACE)),
                devices(set.pod()),
                list(marks.get(Marks.WARM_NODES)),
                list(marks.get(Marks.PARTS)),
                numbers(list(marks.get(Marks.PART_REPLICAS))),
                Boolean.parseBoolean(marks.get(Marks.SCALED_BY_GANTRY)),
                givenUp(marks.get(Marks.GIVEN_UP)));
    }

    private static int port(List<Container> containers) {
        return ports(containers)
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseGet(() -> defaultPort(containers));
    }

    private static @Nullable Integer grpcPort(List<Container> containers) {
        int main = port(containers);
        return ports(containers)
                .filter(port -> GrpcPort.isNamed(port.getName()))
                .map(ContainerPort::getContainerPort)
                .filter(port -> port != main)
                .findFirst()
                .orElse(null);
    }

    private static int defaultPort(List<Container> containers) {
        boolean llm = containers.stream().anyMatch(each -> LlmWorkload.MAIN.equals(each.getName()));
        return llm ? LlmWorkload.PORT : PredictorContainer.DEFAULT_PORT;
    }

    /// The ports of the container that serves, which a transformer in the same pod stands before.
    private static Stream<ContainerPort> ports(List<Container> containers) {
        return Stream.of(
                        Defaulting.TRANSFORMER_CONTAINER,
                        Defaulting.PREDICTOR_CONTAINER,
                        LlmWorkload.MAIN)
                .map(name -> portsOf(containers, name))
                .filter(ports -> !ports.isEmpty())
                .limit(1)
                .flatMap(List::stream);
    }

    private static List<ContainerPort> portsOf(List<Container> containers, String name) {
        return containers.stream()
                .filter(each -> name.equals(each.getName()))
                .flatMap(each -> each.getPorts().stream())
                .toList();
    }

    private static Map<String, String> devices(PodSpec pod) {
        Map<String, String> devices = new HashMap<>(limited(pod.getContainers()));
        if (!pod.getResourceClaims().isEmpty()) {
            devices.put(Scheduling.CLAIMED, Integer.toString(pod.getResourceClaims().size()));
        }
        return devices;
    }

    private static Map<String, String> limited(List<Container> containers) {
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

    /// What somebody has written there by hand counts as nothing.
    private static Map<String, Integer> numbers(List<String> marks) {
        return marks.stream()
                .filter(each -> each.matches("[^=]+=\\d{1,6}"))
                .map(each -> each.split("="))
                .collect(
                        Collectors.toUnmodifiableMap(
                                each -> each[0],
                                each -> Integer.valueOf(each[1]),
                                (one, other) -> one));
    }

    private static @Nullable String message(SetObject set, String type, String status) {
        return set.condition(type, status).map(SetObject.Condition::message).orElse(null);
    }

    /// A LeaderWorkerSet is progressing from when it wants a replica until all are ready, for as
    /// long as that takes.
    private static @Nullable Instant deadline(SetObject set, Map<String, String> marks) {
        String seconds = marks.getOrDefault(Labels.PROGRESS_DEADLINE_SECONDS, "");
        return set.kind() == SetKind.DEPLOYMENT || !seconds.matches("\\d{1,9}")
                ? null
                : set.condition(PROGRESSING, "True")
                        .map(SetObject.Condition::since)
                        .map(since -> since.plusSeconds(Long.parseLong(seconds)))
                        .orElse(null);
    }

    /// Why it has not got ready within its deadline; null when it has, or still may.
    @Nullable String overdueAt(Instant now) {
        return deadline != null && deadline.isBefore(now)
                ? "%s was to be ready by %s".formatted(ref.text(), deadline)
                : overdue;
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
