package io.gantry.monitor.scale;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.autoscale.knative.AutoscalerSettings;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.defaults.Annotations;
import java.util.Optional;
import java.util.Set;

/// Who scales a revision.
///
/// On a cluster, CPU and memory and what has the autoscaler class `hpa` or `keda` are scaled by an
/// object that the deployer makes (`io.gantry.kube.render.Scalers`), so the monitor leaves them
/// alone. Where predictors are processes of this machine nobody else is there, and it follows the
/// same fields itself.
///
/// @param stopped true when the service is to be taken down and kept
/// @param leftAlone why nobody scales it by what the monitor knows of; empty when somebody does
/// @param onCluster why somebody else scales it on a cluster; empty when nobody does
record Control(boolean stopped, Optional<String> leftAlone, Optional<String> onCluster) {

    private static final String KNATIVE_HPA = "hpa.autoscaling.knative.dev";
    private static final Set<String> OBJECTS = Set.of("hpa", "keda");
    private static final Set<String> RESOURCES = Set.of("cpu", "memory");

    /// @param defaultClass Knative's, of services that do not say
    static Control of(
            InferenceService manifest,
            Component component,
            ScalingAnnotations annotations,
            String defaultClass) {
        String kserveClass = manifest.annotation(Annotations.AUTOSCALER_CLASS);
        String knativeClass = annotations.text("class", defaultClass);
        Optional<String> byObject =
                Optional.ofNullable(kserveClass)
                        .filter(OBJECTS::contains)
                        .map(Control::ofClass)
                        .or(() -> knative(knativeClass).filter(_ -> isHpa(knativeClass)))
                        .or(() -> resource(component, annotations));
        return new Control(
                Annotations.stopped(manifest),
                MetricPolicyReader.refusal(component, annotations)
                        .or(() ->
                                Optional.ofNullable(kserveClass)
                                        .filter(each -> !OBJECTS.contains(each))
                                        .map(Control::ofClass))
                        .or(() -> knative(knativeClass).filter(_ -> !isHpa(knativeClass))),
                byObject);
    }

    /// Why the monitor does not scale it; empty when it does.
    ///
    /// @param local whether predictors are processes of this machine
    Optional<String> others(boolean local) {
        return leftAlone.or(() -> local ? Optional.empty() : onCluster);
    }

    private static String ofClass(String kserveClass) {
        return "annotation %s is %s".formatted(Annotations.AUTOSCALER_CLASS, kserveClass);
    }

    private static Optional<String> knative(String knativeClass) {
        return knativeClass.equals(AutoscalerSettings.KPA_CLASS)
                ? Optional.empty()
                : Optional.of("the autoscaler class is %s".formatted(knativeClass));
    }

    private static boolean isHpa(String knativeClass) {
        return knativeClass.equals(KNATIVE_HPA);
    }

    private static Optional<String> resource(Component component, ScalingAnnotations annotations) {
        return PodMetricsReader.named(component, annotations)
                .filter(RESOURCES::contains)
                .or(() ->
                        MetricPolicyReader.metrics(component)
                                .valueStream()
                                .filter(each -> each.path("type").asText().equals("Resource"))
                                .map(each -> each.at("/resource/name"))
                                .map(JsonNode::asText)
                                .findFirst())
                .map("scaling by %s is a HorizontalPodAutoscaler's"::formatted);
    }
}
