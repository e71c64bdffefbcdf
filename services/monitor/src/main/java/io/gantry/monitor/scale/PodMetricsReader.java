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

/// Reads which metrics of its replicas a revision is scaled by.
///
/// `scaleMetric`, or the annotation `autoscaling.knative.dev/metric` where a cluster's schema takes
/// no other than KServe's, names one of [LlmMetric] or any metric that the replicas tell. Where
/// neither is set, nor a target in requests, a model that tells vLLM's metrics is scaled as a
/// language model.
final class PodMetricsReader {

    /// KServe's default, and that of all runtimes it ships.
    private static final String PATH = "/metrics";

    private static final Pattern PATHS = Pattern.compile("/[A-Za-z0-9._~/?=&-]*");
    private static final int LARGEST_PORT = 65_535;

    /// Kubernetes measures these, for its own autoscaler.
    private static final Set<String> RESOURCES = Set.of("cpu", "memory");

    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

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
                defaults.enabled() && named.isEmpty() && !aimsAtRequests(component, annotations);
        Set<LlmMetric> metrics =
                byItself
                        ? EnumSet.allOf(LlmMetric.class)
                        : llm.<Set<LlmMetric>>map(Set::of).orElse(Set.of());
        boolean custom =
                named.isPresent()
                        && llm.isEmpty()
                        && !requests(named.get())
                        && refusal(named.get(), component, annotations).isEmpty();
        return new PodMetrics(
                metrics,
                custom ? named : Optional.empty(),
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

    /// Why a service is not scaled by the metric that it names; empty when it is.
    static Optional<String> refusal(
            String name, Component component, ScalingAnnotations annotations) {
        if (RESOURCES.contains(name)) {
            return Optional.of("scaling by %s is a HorizontalPodAutoscaler's".formatted(name));
        }
        if (!METRIC.matcher(name).matches()) {
            return Optional.of("%s is no name of a metric".formatted(name));
        }
        boolean known =
                requests(name)
                        || Arrays.stream(LlmMetric.values())
                                .anyMatch(metric -> metric.key().equals(name));
        return known || target(component, annotations).isPresent()
                ? Optional.empty()
                : Optional.of("scaling by %s needs a scaleTarget".formatted(name));
    }

    private static boolean requests(String name) {
        return Arrays.stream(ScaleMetric.values()).anyMatch(known -> known.key().equals(name));
    }

    private static boolean aimsAtRequests(Component component, ScalingAnnotations annotations) {
        Long limit = component.containerConcurrency();
        return (limit != null && limit > 0) || target(component, annotations).isPresent();
    }

    private static OptionalDouble target(Component component, ScalingAnnotations annotations) {
        if (component.scaleTarget() != null && component.scaleTarget() > 0) {
            return OptionalDouble.of(component.scaleTarget());
        }
        double target = annotations.read("target", AnnotationRanges::target, 0.0);
        return target > 0 ? OptionalDouble.of(target) : OptionalDouble.empty();
    }

    private static String path(ScalingAnnotations annotations) {
        String path = annotations.ofPrometheus("path").orElse(PATH);
        if (PATHS.matcher(path).matches()) {
            return path;
        }
        annotations.note("annotation prometheus.io/path = %s is no path".formatted(path));
        return PATH;
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
