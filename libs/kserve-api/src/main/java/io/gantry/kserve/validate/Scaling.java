package io.gantry.kserve.validate;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.defaults.Annotations;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rules about scaling metrics, which depend on who scales: by deployment mode and autoscaler
/// class.
final class Scaling {
    private static final Set<String> CLASSES = Set.of("hpa", "external", "keda", "none");
    private static final String KNATIVE_CLASS = "autoscaling.knative.dev/class";
    private static final String KNATIVE_HPA = "hpa.autoscaling.knative.dev";
    private static final String CPU = "cpu";
    private static final String MEMORY = "memory";
    private static final String PERCENT =
            "the target utilization percentage should be a [1-100] integer";

    /// What the monitor scales by; all but the first two are Gantry's own, of language models and
    /// of GPUs.
    private static final List<String> REQUESTS =
            List.of("concurrency", "rps", "ttft", "tokens", "kv", "queue", "gpu", "gpu_memory");

    private Scaling() {}

    static void autoscalerClass(InferenceService service, Findings findings) {
        String wanted = service.annotation(Annotations.AUTOSCALER_CLASS);
        if (wanted != null && !CLASSES.contains(wanted)) {
            findings.wrong(
                    "metadata.annotations[\"%s\"]".formatted(Annotations.AUTOSCALER_CLASS),
                    wanted,
                    "[%s] is not a supported autoscaler class type".formatted(wanted),
                    "use hpa, keda, external or none, or remove it to scale by concurrency or rps");
        }
    }

    static void metrics(InferenceService service, Findings findings) {
        String mode = Annotations.deploymentMode(service);
        String wanted = service.annotation(Annotations.AUTOSCALER_CLASS);
        boolean knativeHpa = KNATIVE_HPA.equals(service.annotation(KNATIVE_CLASS));
        for (Parts.Part part : Parts.components(service)) {
            var _ = Behaviors.read(part.path(), part.component(), findings);
            if (mode.equals(Annotations.STANDARD)) {
                switch (wanted == null ? "" : wanted) {
                    case "hpa" -> hpa(part.path(), part.component(), findings);
                    case "keda" -> Keda.check(part.path(), part.component(), findings);
                    // KServe checks nothing here.
                    case "" -> followed(part, findings);
                    default -> {
                        // external and none scale by means that are not in the manifest.
                    }
                }
            } else if (knativeHpa) {
                hpa(part.path(), part.component(), findings);
            } else {
                requests(part.path(), part.component(), findings);
                followed(part, findings);
            }
        }
    }

    /// What nobody but Gantry is asked to follow has to be what it can follow.
    private static void followed(Parts.Part part, Findings findings) {
        var _ = MetricSources.read(part.path(), part.component(), findings);
    }

    private static void requests(String path, Component component, Findings findings) {
        if (component.deploymentStrategy() != null) {
            findings.wrong(
                    path + ".deploymentStrategy",
                    component.deploymentStrategy(),
                    "customizing deploymentStrategy is only supported for raw deployment mode",
                    "remove it, or set the annotation %s: %s"
                            .formatted(Annotations.DEPLOYMENT_MODE, Annotations.STANDARD));
        }
        String metric = component.scaleMetric() == null ? "concurrency" : component.scaleMetric();
        supported(path, metric, REQUESTS, findings);
        Integer target = component.scaleTarget();
        if (metric.equals("rps") && target != null && target < 1) {
            findings.wrong(
                    path + ".scaleTarget",
                    target,
                    "the target for rps should be greater than 1",
                    "use the requests per second that one replica can serve");
        }
    }

    private static void hpa(String path, Component component, Findings findings) {
        String metric = component.scaleMetric() == null ? CPU : component.scaleMetric();
        supported(path, metric, List.of(CPU, MEMORY), findings);
        target(path, metric, component.scaleTarget(), findings);
        JsonNode metrics = Keda.metrics(component);
        for (int i = 0; i < metrics.size(); i++) {
            String type = metrics.path(i).path("type").asText();
            String at = "%s.autoScaling.metrics[%d]".formatted(path, i);
            if (!type.equals("Resource")) {
                findings.wrong(
                        at + ".type",
                        type,
                        "invalid HPA metric source type with value [%s],valid metric source types are Resource"
                                .formatted(type),
                        "use Resource, or the autoscaler class keda");
            } else if (!metrics.path(i).hasNonNull("resource")) {
                Keda.unset(at, "Resource", "resource", findings);
            }
        }
    }

    /// Only CPU is a percentage. KServe holds memory to 100 as well, by a slip in its condition.
    private static void target(
            String path, String metric, @Nullable Integer target, Findings findings) {
        if (target == null) {
            return;
        }
        if (metric.equals(CPU) && (target < 1 || target > 100)) {
            findings.wrong(path + ".scaleTarget", target, PERCENT, "use a percentage");
        }
        if (metric.equals(MEMORY) && target < 1) {
            findings.wrong(
                    path + ".scaleTarget",
                    target,
                    "the target memory should be greater than 1 MiB",
                    "use a number of MiB");
        }
    }

    private static void supported(
            String path, String metric, List<String> supported, Findings findings) {
        if (!supported.contains(metric)) {
            findings.wrong(
                    path + ".scaleMetric",
                    metric,
                    "[%s] is not a supported metric".formatted(metric),
                    "use %s for this deployment mode and autoscaler class"
                            .formatted(String.join(" or ", supported)));
        }
    }
}
