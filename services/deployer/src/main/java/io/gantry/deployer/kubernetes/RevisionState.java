package io.gantry.deployer.kubernetes;

import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Progress;
import io.gantry.deployer.platform.Replica;
import io.gantry.events.ComponentState;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.PredictorObserved;
import io.gantry.kube.render.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The state of a revision, told from what was seen of its set and its pods.
///
/// @param refused why the cluster does not take its objects; null when it does
/// @param diagnosis of a pod
/// @param fronts what stands before the service's revisions
/// @param componentStates how what stands there fares
/// @param patience how long a pod may wait for a device before that counts
record RevisionState(
        PredictorKey key,
        Sightings.OfRevision seen,
        Function<PodSighting, PodReplica> replica,
        Function<PodSighting, Diagnosis> diagnosis,
        @Nullable Failure refused,
        Set<FrontObject> fronts,
        List<ComponentState> componentStates,
        Duration patience,
        Instant now) {

    PredictorState state() {
        SetSighting set = seen.set();
        int port = set == null ? 0 : set.port();
        Integer grpcPort = set == null ? null : set.grpcPort();
        List<Replica> replicas =
                pods().stream()
                        .filter(pod -> !pod.joins())
                        .map(pod -> replica.apply(pod).at(port, grpcPort))
                        .toList();
        Failure failure = failure();
        return new PredictorState(
                key,
                set == null ? "" : set.serviceUid(),
                set == null ? null : set.runtime(),
                (set != null && set.served()) || replicas.stream().anyMatch(Replica::everReady),
                set == null ? 0 : set.replicas(),
                replicas,
                failure,
                progress(failure, replicas),
                set == null ? null : set.places(),
                set == null ? Set.of() : set.devices().keySet(),
                components(),
                Map.of(),
                componentStates);
    }

    /// Those whose Services are there, by the names that the cluster's DNS has for them.
    private Map<String, String> components() {
        Map<String, String> components = new HashMap<>();
        Map.of(
                        PredictorObserved.TRANSFORMER,
                        Names.transformer(key.name()),
                        PredictorObserved.EXPLAINER,
                        Names.explainer(key.name()))
                .forEach((component, service) -> {
                    if (fronts.contains(new FrontObject("Service", key.namespace(), service))) {
                        components.put(
                                component, "%s.%s.svc:80".formatted(service, key.namespace()));
                    }
                });
        return components;
    }

    /// The oldest first.
    private List<PodSighting> pods() {
        return seen.pods().values().stream()
                .sorted(Comparator.comparing(PodSighting::created).thenComparing(PodSighting::name))
                .toList();
    }

    private @Nullable Failure failure() {
        SetSighting set = seen.set();
        if (set != null && set.givenUp() != null) {
            return set.givenUp();
        }
        if (refused != null) {
            return refused;
        }
        if (set != null && set.podsRefused() != null) {
            return podsRefused(set.podsRefused());
        }
        Failure first =
                telling(pods(), wantedPods()).stream()
                        .flatMap(pod -> diagnosis.apply(pod).failure().stream())
                        .findFirst()
                        .orElseGet(this::stuck);
        return first != null
                        && first.reason() == FailureReason.UNSCHEDULABLE
                        && set != null
                        && set.places() != null
                ? Failure.of(
                        first.reason(),
                        first.message(),
                        "The revision that it replaces makes room for it, one replica after the other.")
                : first;
    }

    /// A pod that has ended is there until somebody deletes it. Once another has its place it tells
    /// nothing of how the revision fares.
    ///
    /// @param wanted how many pods there are to be
    static List<PodSighting> telling(List<PodSighting> pods, long wanted) {
        long live = pods.stream().filter(pod -> pod.ended() == null && !pod.leaving()).count();
        return live < wanted ? pods : pods.stream().filter(pod -> pod.ended() == null).toList();
    }

    private long wantedPods() {
        SetSighting set = seen.set();
        return set == null ? Long.MAX_VALUE : (long) set.replicas() * set.podsEach();
    }

    /// Its pods are replaced by new ones that do not get ready, and those before them serve.
    private @Nullable Failure stuck() {
        String overdue = seen.set() == null ? null : seen.set().overdueAt(now);
        return overdue != null && pods().stream().anyMatch(PodSighting::ready)
                ? late(overdue)
                : null;
    }

    private Failure late(String overdue) {
        return Failure.of(
                FailureReason.READINESS_TIMEOUT,
                "%s did not get ready in time: %s".formatted(key, overdue),
                "Read the log of its pods; when it only needs longer, say so by the annotation serving.knative.dev/progress-deadline.");
    }

    static Failure podsRefused(String message) {
        String found = "Pods are not created: " + message;
        return Refusals.failure(found, message).orElseGet(() -> Refusals.denied(found));
    }

    private Progress progress(@Nullable Failure failure, List<Replica> replicas) {
        SetSighting set = seen.set();
        if (set == null) {
            return new Progress.Ongoing();
        }
        if (set.givenUp() != null) {
            return new Progress.GivenUp(set.givenUp());
        }
        String overdue = set.overdueAt(now);
        if (overdue != null && replicas.stream().noneMatch(Replica::ready)) {
            return new Progress.Overdue(failure == null ? late(overdue) : failure);
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
