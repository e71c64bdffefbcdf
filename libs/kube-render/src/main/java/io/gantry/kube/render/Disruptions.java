package io.gantry.kube.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Optional;

/// Keeps the replicas of a workload from being drained all at once. KServe has none.
final class Disruptions {
    private static final int WORTH_KEEPING = 2;

    private Disruptions() {}

    /// A budget for a workload that is to have two replicas or more; with one, it would stop every
    /// drain of its node.
    static Optional<HasMetadata> of(Workload workload) {
        if (workload.minReplicas() < WORTH_KEEPING) {
            return Optional.empty();
        }
        return Optional.of(
                new PodDisruptionBudgetBuilder()
                        .withMetadata(Metadata.of(workload, workload.name()))
                        .withNewSpec()
                        .withMaxUnavailable(new IntOrString(1))
                        .withNewSelector()
                        .withMatchLabels(workload.selector())
                        .endSelector()
                        .endSpec()
                        .build());
    }
}
