package io.gantry.deployer.kubernetes;

import io.gantry.deployer.kubernetes.ContainerSighting.End;
import io.gantry.deployer.kubernetes.ContainerSighting.Waiting;
import io.gantry.deployer.kubernetes.LogTails.Tail;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Why a pod is not ready, told from what Kubernetes says of it. The reasons are those of the
/// kubelet (pkg/kubelet/images/types.go, pkg/kubelet/kuberuntime) and of the scheduler.
///
/// @param nodes the devices that there are
/// @param served whether the pod was ready at any time
/// @param lost whether the pod's node does not answer any more
/// @param overdue whether its Deployment has not got ready within its deadline
/// @param warnings about the pod among Kubernetes' events, the last of each reason
/// @param written what a container has written last; empty while it is not at hand
record Diagnosis(
        PodSighting pod,
        NodeDevices nodes,
        boolean served,
        boolean lost,
        boolean overdue,
        List<Warning> warnings,
        Function<ContainerSighting, Optional<Tail>> written) {

    private static final Set<String> IMAGE =
            Set.of(
                    "ErrImagePull",
                    "ImagePullBackOff",
                    "InvalidImageName",
                    "ErrImageNeverPull",
                    "ImageInspectError",
                    "RegistryUnavailable",
                    "SignatureValidationFailed");

    /// With the reason and the message that the container had while it was tried.
    private static final Pattern BACK_OFF =
            Pattern.compile("Back-off pulling image \"[^\"]*\": (\\w+): (.+)", Pattern.DOTALL);

    private static final Set<String> CONFIGURATION =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

    /// @param reason Kubernetes' word, for example `FailedMount`
    record Warning(String reason, String message) {

        private static final String UNHEALTHY = "Unhealthy";

        /// What it is of: a pod has three kinds of probes, and their failures bear one reason.
        String topic() {
            return reason.equals(UNHEALTHY) ? message.split(" ", 2)[0] : reason;
        }

        boolean ofReadiness() {
            return reason.equals(UNHEALTHY) && topic().equals("Readiness");
        }

        /// Of a probe whose failure ends the container.
        boolean endsContainer() {
            return reason.equals(UNHEALTHY) && !ofReadiness();
        }
    }

    Diagnosis {
        warnings = List.copyOf(warnings);
    }

    /// Empty when nothing is known to be wrong, however long it may still take.
    Optional<Failure> failure() {
        if (pod.ready() || pod.leaving()) {
            return Optional.empty();
        }
        return Stream.of(nodeLost(), unschedulable(), ofContainers(), volume(), probe(), ended())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Failure> nodeLost() {
        return lost
                ? Optional.of(
                        Failure.of(
                                FailureReason.NODE_LOST,
                                "The node %s of pod %s does not answer any more"
                                        .formatted(pod.node(), pod.name()),
                                "Look at the node; Kubernetes replaces its pods after five minutes, and at once when the Node object is deleted."))
                : Optional.empty();
    }

    private Optional<Failure> unschedulable() {
        return Optional.ofNullable(pod.unscheduled())
                .map(message -> Scheduling.failure(replica(), message, pod.devices(), nodes));
    }

    /// Not by the pod's name: all that wait do so for one reason, which is told once.
    private String replica() {
        return pod.devices().isEmpty()
                ? "a replica"
                : "a replica, which asks for "
                        + pod.devices().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(device -> device.getValue() + " " + device.getKey())
                                .collect(Collectors.joining(" and "));
    }

    private Optional<Failure> ofContainers() {
        return pod.containers().stream().flatMap(each -> of(each).stream()).findFirst();
    }

    private Optional<Failure> of(ContainerSighting container) {
        Waiting waiting = container.waiting();
        if (waiting != null && IMAGE.contains(waiting.reason())) {
            return Optional.of(image(container, waiting));
        }
        if (waiting != null && CONFIGURATION.contains(waiting.reason())) {
            return Optional.of(configuration(container, said(waiting.reason(), waiting.message())));
        }
        End end = container.ended();
        if (end == null) {
            return Optional.empty();
        }
        if (container.init()) {
            return end.inError() && container.runningSince() == null
                    ? Optional.of(ofInit(container, end))
                    : Optional.empty();
        }
        return Optional.of(
                end.beforeItBegan()
                        ? configuration(container, said(end.reason(), end.message()))
                        : ended(container, end));
    }

    private Failure ofInit(ContainerSighting container, End end) {
        return end.byMemory()
                ? outOfMemory(
                        container,
                        "Give the predictor an entry %s in initContainers with a higher resources.limits.memory; what it needs does not depend on the model's size."
                                .formatted(container.name()))
                : LastWord.failure(container.name(), end, message(container));
    }

    private static Failure image(ContainerSighting container, Waiting waiting) {
        return Failure.of(
                FailureReason.IMAGE_PULL_FAILED,
                "The image %s of container %s cannot be had: %s"
                        .formatted(container.image(), container.name(), pulling(waiting)),
                "Check the image's name and tag, that the nodes reach its registry, and imagePullSecrets if it wants credentials.");
    }

    /// The kubelet tries, and waits to try again, by turns; the cause stays the same.
    private static String pulling(Waiting waiting) {
        String message = waiting.message();
        if (message == null) {
            return waiting.reason();
        }
        Matcher backOff = BACK_OFF.matcher(message);
        return backOff.matches()
                ? backOff.group(1) + ", " + backOff.group(2)
                : waiting.reason() + ", " + message;
    }

    /// While it is tried again and again, one sentence.
    private static Failure configuration(ContainerSighting container, String why) {
        return Failure.of(
                FailureReason.CONTAINER_CONFIG_ERROR,
                "Container %s cannot be started: %s".formatted(container.name(), why),
                "Create what it names (a Secret, a ConfigMap or a key in one), or correct the container's command.");
    }

    private Failure ended(ContainerSighting container, End end) {
        if (end.byMemory()) {
            return outOfMemory(
                    container,
                    "Raise resources.limits.memory: a model needs about 2.5 times the size of its files in memory (weights while they are loaded, and what a batch takes), or 1.5 times in GPU memory.");
        }
        Optional<Warning> unhealthy = warning(Warning::endsContainer);
        if (unhealthy.isPresent() && end.asTold()) {
            return endedByProbe(container, unhealthy.get());
        }
        String how =
                "Container %s of pod %s ended with exit code %d%s"
                        .formatted(container.name(), pod.name(), end.exitCode(), times(container));
        boolean loading = pod.predicts() && !served;
        return new Failure(
                loading ? FailureReason.MODEL_LOAD_FAILED : FailureReason.CRASH_LOOP,
                how + lastWords(container),
                pod.predicts()
                        ? "Read the last lines of its log; check that the files under storageUri are what the runtime expects, and its arguments."
                        : "Read the last lines of its log; check its image, its command and its arguments.",
                tail(container));
    }

    private Failure outOfMemory(ContainerSighting container, String remedy) {
        return new Failure(
                FailureReason.OUT_OF_MEMORY,
                "Container %s of pod %s was killed as it used more memory than %s%s"
                        .formatted(
                                container.name(),
                                pod.name(),
                                container.memoryLimit() == null
                                        ? "the node has"
                                        : "its limit of " + container.memoryLimit(),
                                times(container)),
                remedy,
                tail(container));
    }

    /// How often a container has ended, where that was more than once; one that runs again has
    /// ended as often as it was started again.
    private static String times(ContainerSighting container) {
        int ends = container.restarts() + (container.runningSince() == null ? 1 : 0);
        return ends > 1 ? ", %d times so far".formatted(ends) : "";
    }

    private Failure endedByProbe(ContainerSighting container, Warning probe) {
        return new Failure(
                FailureReason.PROBE_FAILED,
                "Container %s of pod %s was ended because a probe failed: %s"
                        .formatted(container.name(), pod.name(), probe.message()),
                "Give the startup probe more time (failureThreshold × periodSeconds), or correct the probe's path and port.",
                tail(container));
    }

    private @Nullable String tail(ContainerSighting container) {
        return written.apply(container).flatMap(Tail::log).orElse(null);
    }

    private @Nullable String message(ContainerSighting container) {
        return written.apply(container).flatMap(Tail::message).orElse(null);
    }

    private Optional<Warning> warning(Predicate<Warning> wanted) {
        return warnings.stream().filter(wanted).findFirst();
    }

    private Optional<Failure> volume() {
        boolean mounting =
                pod.containers().stream()
                        .anyMatch(each ->
                                each.waits("ContainerCreating") || each.waits("PodInitializing"));
        return warning(each -> each.reason().matches("Failed(Attach|Mount).*"))
                .filter(_ -> mounting)
                .map(warning ->
                        Failure.of(
                                FailureReason.VOLUME_UNAVAILABLE,
                                "A volume of pod %s cannot be mounted: %s"
                                        .formatted(pod.name(), warning.message()),
                                "Check that the PersistentVolumeClaim, Secret or ConfigMap exists in namespace %s and may be mounted on node %s."
                                        .formatted(pod.namespace(), pod.node())));
    }

    /// Every server fails its readiness probe while it starts, and requests wait for it meanwhile.
    /// So that is a failure of one that was ready before, or has had its time.
    private Optional<Failure> probe() {
        Optional<ContainerSighting> running =
                pod.serving().filter(each -> (served || overdue) && each.runningSince() != null);
        return running.flatMap(container ->
                warning(Warning::ofReadiness)
                        .map(warning ->
                                new Failure(
                                        FailureReason.READINESS_TIMEOUT,
                                        "Pod %s runs and is not ready yet: %s"
                                                .formatted(pod.name(), warning.message()),
                                        "Read its log; when it only needs longer, give its startup probe more time.",
                                        tail(container))));
    }

    private Optional<Failure> ended() {
        return Optional.ofNullable(pod.ended())
                .map(why ->
                        Failure.of(
                                why.startsWith("NodeLost") || why.startsWith("NodeShutdown")
                                        ? FailureReason.NODE_LOST
                                        : FailureReason.CRASH_LOOP,
                                "Pod %s has ended: %s".formatted(pod.name(), why),
                                "Kubernetes replaces it; when it was evicted, give the node or the pod's limits more room."));
    }

    private String lastWords(ContainerSighting container) {
        String message = message(container);
        return message == null
                ? ""
                : ": " + message.lines().reduce((first, last) -> last).orElse("");
    }

    private static String said(@Nullable String reason, @Nullable String message) {
        return message == null || message.isBlank() ? String.valueOf(reason) : message.strip();
    }
}
