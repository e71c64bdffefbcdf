package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.gantry.deployer.platform.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a Deployment goes from one pod template to another within a revision, where its pods find no
/// free devices: in place, as one revision replaces another. A LeaderWorkerSet always does.
final class Rolling {

    private static final String ROLLING = "RollingUpdate";
    private static final IntOrString NONE = new IntOrString(0);
    private static final IntOrString ONE = new IntOrString(1);

    /// Further nodes are of no use one by one.
    private static final IntOrString ALL = new IntOrString("100%");

    private Rolling() {}

    /// Changes those that the manifest gives no strategy of its own.
    static void inPlace(Workload workload, List<HasMetadata> objects) {
        for (HasMetadata object : objects) {
            if (object instanceof Deployment deployment && !isGiven(workload, deployment)) {
                deployment.getSpec().setStrategy(strategy(deployment.getSpec().getStrategy()));
            }
        }
    }

    /// That of an LLMInferenceService has none unless it is given one.
    private static boolean isGiven(Workload workload, Deployment deployment) {
        return workload.llm() == null
                ? workload.predictor().deploymentStrategy() != null
                : deployment.getSpec().getStrategy() != null;
    }

    private static DeploymentStrategy strategy(@Nullable DeploymentStrategy before) {
        boolean together =
                before != null
                        && before.getRollingUpdate() != null
                        && ALL.equals(before.getRollingUpdate().getMaxSurge());
        return new DeploymentStrategyBuilder()
                .withType(ROLLING)
                .withNewRollingUpdate()
                .withMaxSurge(NONE)
                .withMaxUnavailable(together ? ALL : ONE)
                .endRollingUpdate()
                .build();
    }
}
