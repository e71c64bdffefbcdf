package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.defaults.Annotations;
import io.gantry.kserve.validate.Refusal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What scales a workload: nothing that needs an object (Gantry itself), a HorizontalPodAutoscaler,
/// or KEDA.
final class Scalers {
    static final String CPU = "cpu";
    static final String MEMORY = "memory";

    private static final Set<String> RESOURCES = Set.of(CPU, MEMORY);
    private static final String RESOURCE = "Resource";
    private static final String HPA = "hpa";
    private static final String KEDA = "keda";
    private static final String NONE = "none";
    private static final String EXTERNAL = "external";
    private static final String KNATIVE_CLASS = "autoscaling.knative.dev/class";
    private static final String KNATIVE_HPA = "hpa.autoscaling.knative.dev";
    private static final String KNATIVE_METRIC = "autoscaling.knative.dev/metric";
    private static final String KNATIVE_TARGET = "autoscaling.knative.dev/target";

    private final RenderSettings settings;
    private final ClusterLookup cluster;

    Scalers(RenderSettings settings, ClusterLookup cluster) {
        this.settings = settings;
        this.cluster = cluster;
    }

    /// The object that scales it, if one does.
    Optional<HasMetadata> of(Workload workload) {
        String asked = workload.annotation(Annotations.AUTOSCALER_CLASS);
        String wanted = asked == null ? unasked(workload) : asked;
        return switch (wanted) {
            case HPA -> Optional.of(Hpa.of(workload));
            case KEDA -> Optional.of(keda(workload));
            default -> Optional.empty();
        };
    }

    /// A group of nodes is of use as a whole, and such an object tells the load of one of its pods.
    /// What the installation has for services that do not ask, does not hold for these.
    static void refuseForSeveralNodes(Workload workload) {
        String asked = workload.annotation(Annotations.AUTOSCALER_CLASS);
        if (HPA.equals(asked) || KEDA.equals(asked)) {
            throw new Refusal(
                    "metadata.annotations[\"%s\"]".formatted(Annotations.AUTOSCALER_CLASS),
                    asked,
                    "a model on several nodes (spec.predictor.workerSpec) has no scaler of this class",
                    "set it to none, as KServe demands");
        }
    }

    /// How many replicas the Deployment itself asks for; null where something else scales it.
    static @Nullable Integer fixed(Workload workload) {
        return NONE.equals(workload.annotation(Annotations.AUTOSCALER_CLASS))
                ? unlessAsleep(workload)
                : null;
    }

    /// Its minimum; null when that is 0, as it would be put to sleep each time it was woken.
    static @Nullable Integer unlessAsleep(Workload workload) {
        return workload.minReplicas() == 0 ? null : (Integer) workload.minReplicas();
    }

    /// How many replicas a transformer or an explainer has that no object scales, as Gantry scales
    /// predictors alone; null where somebody else scales it.
    static @Nullable Integer unscaled(Workload workload) {
        return EXTERNAL.equals(workload.annotation(Annotations.AUTOSCALER_CLASS))
                ? null
                : (Integer) Math.max(1, workload.minReplicas());
    }

    private HasMetadata keda(Workload workload) {
        if (cluster.kind(ScaledObjects.GROUP, ScaledObjects.KIND)
                == ClusterLookup.Presence.ABSENT) {
            throw new Refusal(
                    "metadata.annotations[\"%s\"]".formatted(Annotations.AUTOSCALER_CLASS),
                    KEDA,
                    "the cluster has no ScaledObject of KEDA",
                    "install KEDA, or leave the annotation out: then Gantry scales");
        }
        return new ScaledObjects(settings).of(workload);
    }

    /// CPU and memory are what an HPA is for; the rest is what the installation says.
    private String unasked(Workload workload) {
        Component component = workload.component();
        if (settings.autoscalerClass() == AutoscalerClass.HPA) {
            return HPA;
        }
        boolean byResource = hasMetric(component, type -> type.equals(RESOURCE));
        if (byResource && hasMetric(component, type -> !type.equals(RESOURCE))) {
            throw new Refusal(
                    workload.kind().field("autoScaling.metrics"),
                    "Resource beside others",
                    "on a cluster, a HorizontalPodAutoscaler scales by Resource and Gantry by the others",
                    "keep the ones or the others, or set the autoscaler class keda");
        }
        boolean resource =
                component.scaleMetric() != null && RESOURCES.contains(component.scaleMetric());
        return resource || byResource || byKnative(workload) ? HPA : "";
    }

    private static boolean byKnative(Workload workload) {
        return knativeMetric(workload).isPresent()
                || KNATIVE_HPA.equals(workload.annotation(KNATIVE_CLASS));
    }

    /// CPU or memory, where the service asks for it as one of Knative's would and says nothing in
    /// KServe's words, which win.
    static Optional<String> knativeMetric(Workload workload) {
        return Optional.ofNullable(workload.annotation(KNATIVE_METRIC))
                .map(String::strip)
                .filter(RESOURCES::contains)
                .filter(_ -> workload.component().scaleMetric() == null)
                .filter(_ -> workload.annotation(Annotations.AUTOSCALER_CLASS) == null);
    }

    /// The percentage of it that is aimed at; empty when none is given.
    static OptionalInt knativeTarget(Workload workload) {
        String target = workload.annotation(KNATIVE_TARGET);
        if (target == null) {
            return OptionalInt.empty();
        }
        try {
            int percent = Integer.parseInt(target.strip());
            if (percent > 0) {
                return OptionalInt.of(percent);
            }
        } catch (NumberFormatException e) {
            // Refused as what is not positive is.
        }
        throw new Refusal(
                "metadata.annotations[\"%s\"]".formatted(KNATIVE_TARGET),
                target,
                "a HorizontalPodAutoscaler aims at whole percents of what is requested",
                "give a whole number above 0, or leave it out: then it is 80");
    }

    private static boolean hasMetric(Component component, Predicate<String> ofType) {
        return metrics(component)
                .valueStream()
                .anyMatch(each -> ofType.test(each.path("type").asText()));
    }

    /// The component's metrics; a missing node if there are none.
    static JsonNode metrics(Component component) {
        return component.autoScaling() == null
                ? MissingNode.getInstance()
                : component.autoScaling().path("metrics");
    }

    /// How fast it may scale; a missing node if it does not say.
    static JsonNode behavior(Component component) {
        return component.autoScaling() == null
                ? MissingNode.getInstance()
                : component.autoScaling().path("behavior");
    }

    /// The most replicas, which are never fewer than the least.
    static int maxReplicas(Component component, int min) {
        Integer max = component.maxReplicas();
        return max == null ? min : Math.max(max, min);
    }
}
