package io.gantry.deployer.kubernetes;

import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Progress;
import io.gantry.deployer.platform.Replica;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The state of a revision, told from what was seen of its Deployment and its pods.
///
/// @param refused why the cluster does not take its objects; null when it does
/// @param diagnosis of a pod
/// @param patience how long a pod may wait for a device before that counts
record RevisionState(
        PredictorKey key,
        Sightings.OfRevision seen,
        Function<PodSighting, PodReplica> replica,
        Function<PodSighting, Diagnosis> diagnosis,
        @Nullable Failure refused,
        Duration patience,
        Instant now) {

    PredictorState state() {
        DeploymentSighting deployment = seen.deployment();
        int port = deployment == null ? 0 : deployment.port();
        List<Replica> replicas =
                pods().stream()
                        .filter(pod -> !pod.joins())
                        .map(pod -> replica.apply(pod).at(port))
                        .toList();
        Failure failure = failure();
        return new PredictorState(
                key,
                deployment == null ? "" : deployment.serviceUid(),
                deployment == null ? null : deployment.runtime(),
                replicas,
                failure,
                progress(failure, replicas),
                deployment == null ? null : deployment.places(),
                deployment == null ? Set.of() : deployment.devices().keySet());
    }

    /// The oldest first.
    private List<PodSighting> pods() {
        return seen.pods().values().stream()
                .sorted(Comparator.comparing(PodSighting::created).thenComparing(PodSighting::name))
                .toList();
    }

    private @Nullable Failure failure() {
        DeploymentSighting deployment = seen.deployment();
        if (deployment != null && deployment.givenUp() != null) {
            return deployment.givenUp();
        }
        if (refused != null) {
            return refused;
        }
        if (deployment != null && deployment.podsRefused() != null) {
            return podsRefused(deployment.podsRefused());
        }
        Failure first =
                pods().stream()
                        .flatMap(pod -> diagnosis.apply(pod).failure().stream())
                        .findFirst()
                        .orElse(null);
        return first != null
                        && first.reason() == FailureReason.UNSCHEDULABLE
                        && deployment != null
                        && deployment.places() != null
                ? Failure.of(
                        first.reason(),
                        first.message(),
                        "The revision that it replaces makes room for it, one replica after the other.")
                : first;
    }

    private static Failure podsRefused(String message) {
        String found = "Pods are not created: " + message;
        return Refusals.failure(found, message).orElseGet(() -> Refusals.denied(found));
    }

    private Progress progress(@Nullable Failure failure, List<Replica> replicas) {
        DeploymentSighting deployment = seen.deployment();
        if (deployment == null) {
            return new Progress.Ongoing();
        }
        if (deployment.givenUp() != null) {
            return new Progress.GivenUp(deployment.givenUp());
        }
        if (deployment.overdue() != null && replicas.stream().noneMatch(Replica::ready)) {
            return new Progress.Overdue(
                    failure == null
                            ? Failure.of(
                                    FailureReason.READINESS_TIMEOUT,
                                    "%s did not get ready in time: %s"
                                            .formatted(key, deployment.overdue()),
                                    "Read the log of its pods; when it only needs longer, say so by the annotation serving.knative.dev/progress-deadline.")
                            : failure);
        }
        Set<String> missing = missingDevices();
        return missing.isEmpty() ? new Progress.Ongoing() : new Progress.Starved(missing);
    }

    private Set<String> missingDevices() {
        Set<String> missing = new TreeSet<>();
        for (PodSighting pod : seen.pods().values()) {
            if (pod.unscheduled() != null && pod.created().plus(patience).isBefore(now)) {
                Scheduling.scarce(pod.unscheduled()).stream()
                        // Memory and CPU are not worth an outage.
                        .filter(Scheduling::isDevice)
                        .forEach(missing::add);
            }
        }
        return missing;
    }
}
