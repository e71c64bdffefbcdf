package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTargetBuilder;
import io.gantry.kserve.api.Component;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// HorizontalPodAutoscalers as KServe makes them, and with the component's `behavior`, which KServe
/// leaves out.
final class Hpa {
    private static final int DEFAULT_CPU_PERCENT = 80;
    private static final String UTILIZATION = "Utilization";
    private static final String AVERAGE_VALUE = "AverageValue";

    private Hpa() {}

    static HasMetadata of(Workload workload) {
        // Kubernetes' own knows no zero.
        int min = Math.max(1, workload.minReplicas());
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(Metadata.of(workload, workload.name()))
                .withNewSpec()
                .withNewScaleTargetRef()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(workload.name())
                .endScaleTargetRef()
                .withMinReplicas(min)
                .withMaxReplicas(Scalers.maxReplicas(workload.component(), min))
                .withMetrics(metrics(workload))
                .withBehavior(behavior(workload))
                .endSpec()
                .build();
    }

    private static @Nullable HorizontalPodAutoscalerBehavior behavior(Workload workload) {
        JsonNode behavior = Scalers.behavior(workload.component());
        return behavior.isObject()
                ? Typed.of(
                        behavior,
                        HorizontalPodAutoscalerBehavior.class,
                        workload.kind().field("autoScaling.behavior"))
                : null;
    }

    private static List<MetricSpec> metrics(Workload workload) {
        List<MetricSpec> metrics = new ArrayList<>();
        for (JsonNode metric : Scalers.metrics(workload.component())) {
            JsonNode resource = metric.path("resource");
            switch (resource.path("name").asText()) {
                case Scalers.CPU -> metrics.add(cpu(resource.path("target")));
                case Scalers.MEMORY -> metrics.add(memory(resource.path("target")));
                default -> {
                    // An HPA without an adapter knows no others; with KEDA they are triggers.
                }
            }
        }
        if (!metrics.isEmpty()) {
            return metrics;
        }
        return List.of(
                Scalers.knativeMetric(workload)
                        .map(resource ->
                                metric(
                                        resource,
                                        utilization(
                                                Scalers.knativeTarget(workload)
                                                        .orElse(DEFAULT_CPU_PERCENT))))
                        .orElseGet(() -> single(workload.component())));
    }

    private static MetricSpec single(Component component) {
        Integer target = component.scaleTarget();
        boolean memory = Scalers.MEMORY.equals(component.scaleMetric());
        if (memory && target != null) {
            return metric(Scalers.MEMORY, utilization(target));
        }
        boolean cpu =
                component.scaleMetric() == null || Scalers.CPU.equals(component.scaleMetric());
        return metric(
                Scalers.CPU, utilization(cpu && target != null ? target : DEFAULT_CPU_PERCENT));
    }

    private static MetricSpec cpu(JsonNode target) {
        return metric(
                Scalers.CPU,
                utilization(target.path("averageUtilization").asInt(DEFAULT_CPU_PERCENT)));
    }

    private static MetricSpec memory(JsonNode target) {
        boolean value = target.path("type").asText().equals(AVERAGE_VALUE);
        return metric(
                Scalers.MEMORY,
                value
                        ? new MetricTargetBuilder()
                                .withType(AVERAGE_VALUE)
                                .withAverageValue(
                                        new Quantity(target.path("averageValue").asText()))
                                .build()
                        : utilization(
                                target.path("averageUtilization").asInt(DEFAULT_CPU_PERCENT)));
    }

    private static MetricTarget utilization(int percent) {
        return new MetricTargetBuilder()
                .withType(UTILIZATION)
                .withAverageUtilization(percent)
                .build();
    }

    private static MetricSpec metric(String resource, MetricTarget target) {
        return new MetricSpecBuilder()
                .withType("Resource")
                .withNewResource()
                .withName(resource)
                .withTarget(target)
                .endResource()
                .build();
    }
}
