package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import org.jspecify.annotations.Nullable;

/// Deployments as KServe makes them.
final class Deployments {
    private static final String ROLLING = "RollingUpdate";
    private static final int HISTORY = 10;

    private Deployments() {}

    /// @param replicas null where something scales it: a number would undo each time what that did
    static Deployment of(Workload workload, PodTemplateSpec template, @Nullable Integer replicas) {
        return of(
                workload,
                Metadata.of(workload, workload.name()),
                template,
                replicas,
                strategy(workload, "25%", "25%"));
    }

    /// The further nodes of a model: all new ones stand before the old ones go.
    static Deployment ofWorkers(Workload workers, PodTemplateSpec template, int replicas) {
        return of(
                workers,
                Metadata.of(workers, workers.name()),
                template,
                replicas,
                strategy(workers, "0%", "100%"));
    }

    private static Deployment of(
            Workload workload,
            ObjectMeta metadata,
            PodTemplateSpec template,
            @Nullable Integer replicas,
            DeploymentStrategy strategy) {
        return new DeploymentBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .withMatchLabels(workload.selector())
                .endSelector()
                .withStrategy(strategy)
                .withProgressDeadlineSeconds(ProgressDeadline.seconds(workload))
                .withRevisionHistoryLimit(HISTORY)
                .withTemplate(template)
                .endSpec()
                .build();
    }

    private static DeploymentStrategy strategy(
            Workload workload, String unavailable, String surge) {
        JsonNode wanted = workload.component().deploymentStrategy();
        DeploymentStrategy strategy =
                wanted == null
                        ? new DeploymentStrategy()
                        : Typed.of(
                                wanted,
                                DeploymentStrategy.class,
                                workload.kind().field("deploymentStrategy"));
        String type = strategy.getType() == null ? ROLLING : strategy.getType();
        DeploymentStrategyBuilder complete = new DeploymentStrategyBuilder(strategy).withType(type);
        if (type.equals(ROLLING) && strategy.getRollingUpdate() == null) {
            complete.withNewRollingUpdate()
                    .withMaxUnavailable(new IntOrString(unavailable))
                    .withMaxSurge(new IntOrString(surge))
                    .endRollingUpdate();
        } else if (strategy.getRollingUpdate() != null) {
            complete.editRollingUpdate()
                    .withMaxUnavailable(number(strategy.getRollingUpdate().getMaxUnavailable()))
                    .withMaxSurge(number(strategy.getRollingUpdate().getMaxSurge()))
                    .endRollingUpdate();
        }
        return complete.build();
    }

    /// KServe's own sample of a rollout strategy writes numbers in quotes, which the API server
    /// refuses.
    private static @Nullable IntOrString number(@Nullable IntOrString value) {
        String text = value == null ? null : value.getStrVal();
        return text != null && text.matches("\\d{1,9}")
                ? new IntOrString(Integer.valueOf(text))
                : value;
    }
}
