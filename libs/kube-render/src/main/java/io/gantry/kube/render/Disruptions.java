package io.gantry.kube.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;
import java.util.Optional;

/// Keeps the replicas of a workload from being drained all at once. KServe has none.
public final class Disruptions {
    private static final int WORTH_KEEPING = 2;

    /// Which its controller gives all pods of a LeaderWorkerSet (lws, api/leaderworkerset/v1).
    private static final String SET_NAME = "leaderworkerset.sigs.k8s.io/name";

    private Disruptions() {}

    /// A budget for a workload that is to have two replicas or more; with one, it would stop every
    /// drain of its node.
    static Optional<HasMetadata> of(Workload workload) {
        return of(
                workload.minReplicas(),
                Metadata.of(workload, workload.name()),
                workload.selector());
    }

    /// A budget for groups of nodes. It counts all of their pods, as a group whose pods are drained
    /// one by one is lost with the first; then all of them are missing, and no other group's pod
    /// may be drained before they are back.
    ///
    /// @param replicas the fewest groups that there are to be
    /// @param metadata of the budget
    /// @param set name of the LeaderWorkerSet
    public static Optional<HasMetadata> ofGroups(int replicas, ObjectMeta metadata, String set) {
        return of(replicas, metadata, Map.of(SET_NAME, set));
    }

    /// @param replicas the fewest that there are to be
    /// @param metadata of the budget
    /// @param pods their labels
    public static Optional<HasMetadata> of(
            int replicas, ObjectMeta metadata, Map<String, String> pods) {
        if (replicas < WORTH_KEEPING) {
            return Optional.empty();
        }
        return Optional.of(
                new PodDisruptionBudgetBuilder()
                        .withMetadata(metadata)
                        .withNewSpec()
                        .withMaxUnavailable(new IntOrString(1))
                        .withNewSelector()
                        .withMatchLabels(pods)
                        .endSelector()
                        .endSpec()
                        .build());
    }
}
