package io.gantry.monitor.scale;

import io.gantry.autoscale.knative.AnnotationRanges;
import io.gantry.autoscale.llm.LlmMetric;
import io.gantry.kserve.api.Component;
import io.gantry.monitor.signal.ScaleMetric;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads which figures of a language model a revision is scaled by, and where they are told.
///
/// `scaleMetric`, or the annotation `autoscaling.knative.dev/metric` where a cluster's schema takes
/// no other than KServe's, names one of [LlmMetric] or any other metric. Where neither is set, nor
/// metrics, nor a target in requests, a model that tells vLLM's metrics is scaled as a language
/// model.
final class PodMetricsReader {

    private static final Pattern PATHS = Pattern.compile("/[A-Za-z0-9._~/?=&-]*");
    private static final int LARGEST_PORT = 65_535;

    private final PodMetrics.LlmDefaults defaults;

    PodMetricsReader(PodMetrics.LlmDefaults defaults) {
        this.defaults = defaults;
    }

    PodMetrics read(Component component, ScalingAnnotations annotations) {
        Optional<String> named = named(component, annotations);
        Optional<LlmMetric> llm =
                named.flatMap(name ->
                        Arrays.stream(LlmMetric.values())
                                .filter(known -> known.key().equals(name))
                                .findFirst());
        boolean byItself =
                defaults.enabled()
                        && named.isEmpty()
                        && !MetricPolicyReader.hasMetrics(component)
                        && !aimsAtRequests(component, annotations);
        Set<LlmMetric> metrics =
                byItself
                        ? EnumSet.allOf(LlmMetric.class)
                        : llm.<Set<LlmMetric>>map(Set::of).orElse(Set.of());
        return new PodMetrics(
                metrics,
                target(component, annotations),
                path(annotations),
                port(annotations),
                defaults);
    }

    /// The metric that is named, if one is.
    static Optional<String> named(Component component, ScalingAnnotations annotations) {
        return Optional.ofNullable(component.scaleMetric())
                .or(() -> annotations.value("metric").map(String::strip));
    }

    /// Whether the metric is one that a rule of Gantry's or Knative's has a name for.
    static boolean ofDemand(String name) {
        return Arrays.stream(ScaleMetric.values()).anyMatch(known -> known.key().equals(name))
                || Arrays.stream(LlmMetric.values()).anyMatch(known -> known.key().equals(name));
    }

    /// Whether it is said how many requests a replica is to have.
    static boolean aimsAtRequests(Component component, ScalingAnnotations annotations) {
        Long limit = component.containerConcurrency();
        Optional<String> named = named(component, annotations);
        boolean ofRequests =
                named.map(name ->
                                Arrays.stream(ScaleMetric.values())
                                        .anyMatch(known -> known.key().equals(name)))
                        .orElse(target(component, annotations).isPresent());
        return (limit != null && limit > 0) || ofRequests;
    }

    static OptionalDouble target(Component component, ScalingAnnotations annotations) {
        if (component.scaleTarget() != null && component.scaleTarget() > 0) {
            return OptionalDouble.of(component.scaleTarget());
        }
        double target = annotations.read("target", AnnotationRanges::target, 0.0);
        return target > 0 ? OptionalDouble.of(target) : OptionalDouble.empty();
    }

    private static Optional<String> path(ScalingAnnotations annotations) {
        Optional<String> path = annotations.ofPrometheus("path");
        path.filter(given -> !PATHS.matcher(given).matches())
                .ifPresent(given ->
                        annotations.note(
                                "annotation prometheus.io/path = %s is no path".formatted(given)));
        return path.filter(given -> PATHS.matcher(given).matches());
    }

    private static OptionalInt port(ScalingAnnotations annotations) {
        Optional<String> port = annotations.ofPrometheus("port");
        if (port.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(port.get());
            if (number > 0 && number <= LARGEST_PORT) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Noted below, as every number that is no port.
        }
        annotations.note("annotation prometheus.io/port = %s is no port".formatted(port.get()));
        return OptionalInt.empty();
    }
}
