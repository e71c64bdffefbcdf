package io.gantry.monitor.scale;

import io.gantry.autoscale.knative.Aggregation;
import io.gantry.autoscale.knative.AnnotationRanges;
import io.gantry.autoscale.knative.AutoscalerSettings;
import io.gantry.autoscale.knative.KpaSpec;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.monitor.MonitorConfig;
import io.gantry.monitor.signal.ScaleMetric;
import io.gantry.monitor.signal.TrafficMeter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Reads how a revision is to be scaled. A field of the component wins over an annotation of the
/// component, that over one of the service, and that over the defaults. Not safe for use by several
/// threads at once.
@Singleton
class PolicyReader {

    /// KServe's: without minReplicas a model is not scaled to zero, even where Knative's default
    /// would let it.
    private static final int DEFAULT_MIN = 1;

    /// As containers ask for those whose use is told by `nvidia-smi` and by DCGM.
    private static final String GPU = "nvidia.com/gpu";

    private final BooleanSupplier look;
    private final Supplier<AutoscalerSettings> current;
    private final PodMetricsReader pods;
    private AutoscalerSettings defaults;

    @Inject
    PolicyReader(MonitorConfig config, SettingsFile file) {
        this(file::renewed, file::current, PodMetrics.LlmDefaults.of(config.llm()));
    }

    /// With settings that stay.
    PolicyReader(AutoscalerSettings defaults, PodMetrics.LlmDefaults llm) {
        this(() -> false, () -> defaults, llm);
    }

    private PolicyReader(
            BooleanSupplier look,
            Supplier<AutoscalerSettings> current,
            PodMetrics.LlmDefaults llm) {
        this.look = look;
        this.current = current;
        this.defaults = current.get();
        this.pods = new PodMetricsReader(llm);
    }

    /// Looks whether the settings have changed that are below every manifest.
    ///
    /// @return true when all policies have to be read anew
    boolean renewed() {
        boolean renewed = look.getAsBoolean();
        defaults = current.get();
        return renewed;
    }

    RevisionPolicy read(InferenceServiceApplied service, Revision revision) {
        InferenceService manifest = KServeJson.read(service.manifest(), InferenceService.class);
        Component component = KServeJson.read(revision.predictor(), Component.class);
        Map<String, String> merged = new HashMap<>();
        if (manifest.metadata() != null && manifest.metadata().annotations() != null) {
            merged.putAll(manifest.metadata().annotations());
        }
        if (component.annotations() != null) {
            merged.putAll(component.annotations());
        }
        ScalingAnnotations annotations = new ScalingAnnotations(merged);
        annotations.noteUnknown();
        Control control = Control.of(manifest, component, annotations, defaults.autoscalerClass());
        boolean gpus = revision.predictor().findValue(GPU) != null;
        return policy(component, annotations, control, gpus);
    }

    private RevisionPolicy policy(
            Component component, ScalingAnnotations annotations, Control control, boolean gpus) {
        ScaleMetric metric =
                PodMetricsReader.named(component, annotations)
                        .filter(ScaleMetric.RPS.key()::equals)
                        .map(_ -> ScaleMetric.RPS)
                        .orElse(ScaleMetric.CONCURRENCY);
        KpaSpec kpa = kpa(component, annotations, metric);
        Bounds bounds = bounds(component, annotations);
        int initial = annotations.read("initial-scale", this::initial, defaults.scale().initial());
        AutoscalerSettings.ToZero toZero =
                new AutoscalerSettings.ToZero(
                        defaults.toZero().enabled(),
                        defaults.toZero().grace(),
                        annotations.read(
                                "scale-to-zero-pod-retention-period",
                                AnnotationRanges::retention,
                                defaults.toZero().retention()));
        return new RevisionPolicy(
                new TrafficMeter.Measuring(
                        metric,
                        annotations.read(
                                "metric-aggregation-algorithm",
                                Aggregation::read,
                                Aggregation.LINEAR),
                        kpa.stableWindow(),
                        panicWindow(annotations, kpa.stableWindow())),
                pods.read(component, annotations),
                MetricPolicyReader.read(component, annotations, control.onCluster().isPresent()),
                kpa,
                bounds,
                initial,
                toZero,
                control,
                gpus,
                annotations.notes());
    }

    private KpaSpec kpa(Component component, ScalingAnnotations annotations, ScaleMetric metric) {
        double total = total(component, annotations, metric);
        double utilization =
                annotations.read(
                        "target-utilization-percentage",
                        AnnotationRanges::utilization,
                        switch (metric) {
                            case CONCURRENCY -> defaults.targets().concurrencyUtilization();
                            case RPS -> defaults.targets().rpsUtilization();
                        });
        return new KpaSpec(
                Math.max(AutoscalerSettings.LEAST_TARGET, total * utilization),
                total,
                annotations.read(
                        "target-burst-capacity",
                        AnnotationRanges::burstCapacity,
                        defaults.targets().burstCapacity()),
                annotations.read(
                                "panic-threshold-percentage",
                                AnnotationRanges::panicThreshold,
                                defaults.windows().panicThresholdPercentage())
                        / 100,
                defaults.rates().up(),
                defaults.rates().down(),
                annotations.read(
                        "window", AnnotationRanges::stableWindow, defaults.windows().stable()),
                annotations.read(
                        "scale-down-delay", AnnotationRanges::delay, defaults.rates().downDelay()),
                annotations.read("activation-scale", AnnotationRanges::activationScale, 0),
                true);
    }

    /// What one replica can carry: as asked for, but never more than it takes at once.
    private double total(Component component, ScalingAnnotations annotations, ScaleMetric metric) {
        double limit =
                component.containerConcurrency() == null ? 0 : component.containerConcurrency();
        boolean limited = metric == ScaleMetric.CONCURRENCY && limit > 0;
        double usual =
                switch (metric) {
                    case CONCURRENCY -> limited ? limit : defaults.targets().concurrency();
                    case RPS -> defaults.targets().rps();
                };
        boolean meant =
                PodMetricsReader.named(component, annotations)
                        .map(name -> name.equals(metric.key()))
                        .orElse(true);
        if (!meant) {
            return usual;
        }
        double wanted =
                component.scaleTarget() != null
                        ? Math.max(AutoscalerSettings.LEAST_TARGET, component.scaleTarget())
                        : annotations.read("target", AnnotationRanges::target, usual);
        return limited ? Math.min(limit, wanted) : wanted;
    }

    private Bounds bounds(Component component, ScalingAnnotations annotations) {
        int min =
                component.minReplicas() != null
                        ? component.minReplicas()
                        : annotations.read(
                                "min-scale",
                                AnnotationRanges::scale,
                                Math.max(DEFAULT_MIN, defaults.scale().min()));
        int max =
                component.maxReplicas() != null && component.maxReplicas() > 0
                        ? component.maxReplicas()
                        : annotations.read(
                                "max-scale", AnnotationRanges::scale, defaults.scale().max());
        int limit = defaults.scale().maxLimit();
        if (limit > 0 && (max == 0 || max > limit)) {
            annotations.note("maxReplicas %d is beyond max-scale-limit %d".formatted(max, limit));
            max = limit;
        }
        if (max > 0 && min > max) {
            annotations.note("minReplicas %d is above maxReplicas %d".formatted(min, max));
            min = max;
        }
        return new Bounds(min, max);
    }

    private int initial(String key, String text) {
        int initial = AnnotationRanges.scale(key, text);
        if (initial == 0 && !defaults.scale().allowZeroInitial()) {
            throw new IllegalArgumentException(
                    "%s = 0 needs allow-zero-initial-scale".formatted(key));
        }
        return initial;
    }

    private Duration panicWindow(ScalingAnnotations annotations, Duration stable) {
        double percentage =
                annotations.read(
                        "panic-window-percentage",
                        AnnotationRanges::panicPercentage,
                        defaults.windows().panicPercentage());
        return Duration.ofSeconds(Math.max(1, Math.round(stable.toSeconds() * percentage / 100)));
    }
}
