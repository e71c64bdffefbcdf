package io.gantry.deployer.placement;

import io.gantry.deployer.cluster.ClusterView;
import io.gantry.deployer.platform.ModelMount;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Progress;
import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.ArtifactFailed;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.LlmService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Decides for a revision that gets traffic.
///
/// @param state what the platform has of it; null when it has nothing
/// @param others what the platform has of the service's other revisions
record WantedRevision(
        ClusterView cluster,
        InferenceServiceApplied service,
        Revision revision,
        @Nullable PredictorState state,
        List<PredictorState> others) {

    /// Each is an entry of every pod, and in the set's annotations.
    private static final int MOST_WARM = 20;

    WantedRevision {
        others = List.copyOf(others);
    }

    Decision decide(Limits limits) {
        InferenceService manifest;
        Component predictor;
        try {
            manifest = KServeJson.read(service.manifest(), InferenceService.class);
            predictor = KServeJson.read(revision.predictor(), Component.class);
        } catch (IllegalArgumentException e) {
            return new Decision.Unplaceable(1, unreadable(e));
        }
        if (predictor.unknown().containsKey(LlmService.MEMBER) && !limits.runsPods()) {
            return new Decision.Unplaceable(1, needsPods());
        }
        Failure inVain = inVain();
        if (inVain != null) {
            return new Decision.GiveUp(inVain);
        }
        int replicas =
                Bounds.of(predictor, limits.mostReplicas())
                        .replicas(cluster.scaling().get(revision.name()));
        if (replicas == 0) {
            return new Decision.Standby();
        }
        if (limits.replicasBringModels()) {
            return placed(manifest, predictor, List.of(), replicas);
        }
        List<ModelMount> mounts = new ArrayList<>();
        for (ArtifactReference reference : revision.artifacts()) {
            if (cluster.artifacts().get(reference.artifact()) instanceof ArtifactCached cached) {
                mounts.add(new ModelMount(reference.mountPath(), cached.path()));
            } else {
                return without(reference, replicas);
            }
        }
        return placed(manifest, predictor, mounts, replicas);
    }

    /// Why there is no use in going on with it while there is another to go back to; null when
    /// there is.
    private @Nullable Failure inVain() {
        return switch (own().map(PredictorState::progress).orElseGet(Progress.Ongoing::new)) {
            case Progress.GivenUp(Failure why) -> why;
            case Progress.Overdue(Failure why) -> canGoBack() ? why : null;
            case Progress.Ongoing _, Progress.Starved _ -> null;
        };
    }

    /// A revision that was ready once is given up for what runs alone: what is at zero was replaced
    /// by it, and is no better.
    private boolean canGoBack() {
        boolean served = own().map(PredictorState::served).orElse(false);
        return others.stream()
                .filter(other -> Fallback.takesRequests(service, other))
                .anyMatch(other -> !served || other.proven() > 0);
    }

    private Decision placed(
            InferenceService manifest, Component predictor, List<ModelMount> mounts, int replicas) {
        PredictorKey key = new PredictorKey(service.namespace(), service.name(), revision.name());
        Placement.Request request =
                new Placement.Request(
                        key,
                        service.uid(),
                        manifest,
                        predictor,
                        revision.artifacts(),
                        mounts,
                        warmNodes(),
                        own().filter(own -> own.live() > 0)
                                .map(PredictorState::runtime)
                                .orElse(null));
        return switch (Placement.of(request, cluster.runtimes())) {
            case Placement.Placed(var workload) -> new Decision.Run(workload, replicas, places());
            case Placement.Unplaced(Failure failure) ->
                    runs() ? keep(replicas) : new Decision.Unplaceable(replicas, failure);
        };
    }

    /// What it once was stays: else it would get devices and lose them again.
    private @Nullable Integer places() {
        PredictorState own = own().orElse(null);
        if (own == null) {
            return null;
        }
        if (own.places() != null) {
            return own.places();
        }
        if (!(own.progress() instanceof Progress.Starved(Set<String> devices))) {
            return null;
        }
        List<PredictorState> holders =
                others.stream()
                        .filter(other -> other.live() > 0)
                        .filter(other -> other.devices().stream().anyMatch(devices::contains))
                        .toList();
        return holders.isEmpty()
                ? null
                : own.ready() + holders.stream().mapToInt(PredictorState::ready).sum();
    }

    /// Some of those that have all of the revision's artifacts; others for other revisions, so that
    /// not all want the same ones where every node is warm.
    private List<String> warmNodes() {
        Set<String> nodes = null;
        for (ArtifactReference reference : revision.artifacts()) {
            Set<String> having = cluster.warm().getOrDefault(reference.artifact(), Set.of());
            if (nodes == null) {
                nodes = new TreeSet<>(having);
            } else {
                nodes.retainAll(having);
            }
        }
        List<String> some = new ArrayList<>(nodes == null ? Set.of() : nodes);
        Collections.shuffle(some, new Random(revision.name().hashCode()));
        return some.stream().limit(MOST_WARM).sorted().toList();
    }

    /// Running replicas have their files open or in memory and do not miss an evicted artifact.
    private Decision without(ArtifactReference reference, int replicas) {
        if (runs()) {
            return keep(replicas);
        }
        ArtifactEvent known = cluster.artifacts().get(reference.artifact());
        return known instanceof ArtifactFailed failed
                ? new Decision.WaitForArtifact(replicas, failed.failure(), failed.retryAt() == null)
                : new Decision.WaitForArtifact(replicas, null, false);
    }

    private Decision keep(int replicas) {
        int live = state == null ? 0 : state.live();
        return new Decision.Keep(Math.min(replicas, live));
    }

    private boolean runs() {
        return own().map(PredictorState::live).orElse(0) > 0;
    }

    /// What was started for another service of the name is not this one's.
    private Optional<PredictorState> own() {
        return Optional.ofNullable(state).filter(known -> known.uid().equals(service.uid()));
    }

    private Failure needsPods() {
        return Failure.of(
                FailureReason.RUNTIME_NOT_RUNNABLE,
                "%s is an LLMInferenceService, which describes pods, and this platform runs processes of one machine"
                        .formatted(service.name()),
                "Deploy to Kubernetes, or serve the model by an InferenceService and a runtime whose command this machine has.");
    }

    private Failure unreadable(IllegalArgumentException e) {
        return Failure.of(
                FailureReason.INVALID_PREDICTOR_SPEC,
                "The predictor of %s cannot be read: %s".formatted(revision.name(), e.getMessage()),
                "Correct spec.predictor and apply it again.");
    }
}
