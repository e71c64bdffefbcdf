package io.gantry.deployer.placement;

import io.gantry.deployer.cluster.ClusterView;
import io.gantry.deployer.platform.ModelMount;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorState;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides for a revision that gets traffic.
///
/// @param state what the platform has of it; null when it has nothing
record WantedRevision(
        ClusterView cluster,
        InferenceServiceApplied service,
        Revision revision,
        @Nullable PredictorState state) {

    Decision decide(int mostReplicas) {
        InferenceService manifest;
        Component predictor;
        try {
            manifest = KServeJson.read(service.manifest(), InferenceService.class);
            predictor = KServeJson.read(revision.predictor(), Component.class);
        } catch (IllegalArgumentException e) {
            return new Decision.Unplaceable(1, unreadable(e));
        }
        int replicas =
                Bounds.of(predictor, mostReplicas).replicas(cluster.scaling().get(revision.name()));
        if (replicas == 0) {
            return new Decision.Standby();
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

    private Decision placed(
            InferenceService manifest, Component predictor, List<ModelMount> mounts, int replicas) {
        PredictorKey key = new PredictorKey(service.namespace(), service.name(), revision.name());
        Placement.Request request =
                new Placement.Request(
                        key,
                        service.uid(),
                        manifest,
                        predictor,
                        mounts,
                        runs() && state != null ? state.runtime() : null);
        return switch (Placement.of(request, cluster.runtimes())) {
            case Placement.Placed(var workload) -> new Decision.Run(workload, replicas);
            case Placement.Unplaced(Failure failure) ->
                    runs() ? keep(replicas) : new Decision.Unplaceable(replicas, failure);
        };
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
        return state != null && state.live() > 0 && state.uid().equals(service.uid());
    }

    private Failure unreadable(IllegalArgumentException e) {
        return Failure.of(
                FailureReason.INVALID_PREDICTOR_SPEC,
                "The predictor of %s cannot be read: %s".formatted(revision.name(), e.getMessage()),
                "Correct spec.predictor and apply it again.");
    }
}
