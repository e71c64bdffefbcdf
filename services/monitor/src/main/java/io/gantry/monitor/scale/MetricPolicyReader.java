package io.gantry.monitor.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.autoscale.hpa.Behavior;
import io.gantry.autoscale.knative.AnnotationRanges;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.validate.Behaviors;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.MetricSource;
import io.gantry.kserve.validate.MetricSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads which metrics a revision is scaled by after Kubernetes' rule: `autoScaling`, and a metric
/// that `scaleMetric` or the annotation `autoscaling.knative.dev/metric` names and no other rule
/// knows.
final class MetricPolicyReader {

    /// Percents of a request, or of a GPU, where nothing else is said; as KServe takes it for CPU.
    private static final int DEFAULT_PERCENT = 80;

    private static final Set<String> RESOURCES = Set.of("cpu", "memory");
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final String PATH = "spec.predictor";

    private MetricPolicyReader() {}

    /// @param byObject whether an HPA or KEDA would scale it on a cluster, which both go by CPU
    ///   where nothing else is said
    static MetricPolicy read(
            Component component, ScalingAnnotations annotations, boolean byObject) {
        Findings findings = new Findings();
        List<MetricSource> sources = new ArrayList<>(MetricSources.read(PATH, component, findings));
        PodMetricsReader.named(component, annotations)
                .flatMap(name -> source(name, component, annotations))
                .ifPresent(sources::add);
        if (sources.isEmpty() && byObject) {
            sources.add(
                    new MetricSource.Resource("cpu", new MetricSource.Percent(DEFAULT_PERCENT)));
        }
        Optional<Behavior> given = Behaviors.read(PATH, component, findings);
        findings.all().forEach(finding -> annotations.note(finding.sentence()));
        return new MetricPolicy(
                sources,
                given.orElseGet(() -> usual(annotations)),
                given.isPresent(),
                PodMetricsReader.aimsAtRequests(component, annotations));
    }

    /// The component's metrics; a missing node if there are none.
    static JsonNode metrics(Component component) {
        return component.autoScaling() == null
                ? MissingNode.getInstance()
                : component.autoScaling().path("metrics");
    }

    static boolean hasMetrics(Component component) {
        return !metrics(component).isEmpty();
    }

    /// Why a service is not scaled by the metric that it names; empty when it is.
    static Optional<String> refusal(Component component, ScalingAnnotations annotations) {
        Optional<String> named = PodMetricsReader.named(component, annotations);
        if (named.isEmpty() || PodMetricsReader.ofDemand(named.get())) {
            return Optional.empty();
        }
        String name = named.get();
        if (!METRIC.matcher(name).matches()) {
            return Optional.of("%s is no name of a metric".formatted(name));
        }
        return source(name, component, annotations).isPresent()
                ? Optional.empty()
                : Optional.of("scaling by %s needs a scaleTarget".formatted(name));
    }

    /// Empty when another rule knows the metric, or there is no target.
    private static Optional<MetricSource> source(
            String name, Component component, ScalingAnnotations annotations) {
        OptionalDouble target = PodMetricsReader.target(component, annotations);
        if (PodMetricsReader.ofDemand(name)) {
            return Optional.empty();
        }
        if (RESOURCES.contains(name)) {
            int percent = (int) Math.max(1, target.orElse(DEFAULT_PERCENT));
            return Optional.of(new MetricSource.Resource(name, new MetricSource.Percent(percent)));
        }
        if (GpuMetric.named(name).isPresent()) {
            return Optional.of(
                    new MetricSource.OfReplicas(name, target.orElse(DEFAULT_PERCENT), false));
        }
        return target.isPresent() && METRIC.matcher(name).matches()
                ? Optional.of(
                        new MetricSource.OfReplicas(
                                name,
                                target.getAsDouble(),
                                "Value".equals(component.scaleMetricType())))
                : Optional.empty();
    }

    /// Knative stabilizes an HPA for the time of its annotation `window`.
    private static Behavior usual(ScalingAnnotations annotations) {
        if (annotations.value("window").isEmpty()) {
            return Behavior.DEFAULT;
        }
        Optional<Duration> window =
                annotations.read(
                        "window",
                        (key, text) -> Optional.of(AnnotationRanges.stableWindow(key, text)),
                        Optional.empty());
        return window.map(Behavior.DEFAULT::stabilizedFor).orElse(Behavior.DEFAULT);
    }
}
