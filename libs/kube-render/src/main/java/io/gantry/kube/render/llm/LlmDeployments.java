package io.gantry.kube.render.llm;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import io.gantry.kube.render.Labels;
import io.gantry.kube.render.ProgressDeadline;
import io.gantry.kube.render.Typed;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A workload whose pods are on one node each.
final class LlmDeployments {
    private final LlmPods pods;

    LlmDeployments(LlmPods pods) {
        this.pods = pods;
    }

    HasMetadata of(LlmWorkload workload, Findings remarks) {
        // Of its own, so that labels of the manifest cannot have it select pods of others.
        Map<String, String> selector = Map.of(Labels.APP, workload.name());
        Map<String, String> labels = LlmMetadata.serving(workload, workload.role().suffix());
        PodSpec pod = pods.spec(workload, "template", workload.name(), remarks);
        ObjectMeta podMetadata = LlmMetadata.ofPods(workload, labels, selector);
        return new DeploymentBuilder()
                .withMetadata(LlmMetadata.of(workload, workload.name(), labels))
                .withNewSpec()
                .withReplicas(replicas(workload))
                .withNewSelector()
                .withMatchLabels(selector)
                .endSelector()
                .withProgressDeadlineSeconds(
                        ProgressDeadline.asked(workload.service().annotations()))
                .withStrategy(strategy(workload.field().get("rolloutStrategy")))
                .withNewTemplate()
                .withMetadata(podMetadata)
                .withSpec(pod)
                .endTemplate()
                .endSpec()
                .build();
    }

    /// Null where something scales it, or may: a number would undo each time what that did.
    static @Nullable Integer replicas(LlmWorkload workload) {
        Field replicas = workload.field().get("replicas");
        return replicas.present()
                ? Typed.of(replicas.node(), Integer.class, replicas.path())
                : null;
    }

    private static @Nullable DeploymentStrategy strategy(Field rollout) {
        if (!rollout.present()) {
            return null;
        }
        return new DeploymentStrategyBuilder()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(amount(rollout.get("maxUnavailable")))
                .withMaxSurge(amount(rollout.get("maxSurge")))
                .endRollingUpdate()
                .build();
    }

    private static @Nullable IntOrString amount(Field amount) {
        return amount.present() ? Typed.of(amount.node(), IntOrString.class, amount.path()) : null;
    }
}
