package io.gantry.autoscale.knative;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The defaults of all revisions, as Knative's ConfigMap `config-autoscaler` sets them. Held to
/// Knative's ranges; what is outside of them is refused with the key's name.
///
/// @param autoscalerClass who scales revisions that do not say
public record AutoscalerSettings(
        String autoscalerClass,
        Targets targets,
        Windows windows,
        Rates rates,
        ToZero toZero,
        Scale scale) {

    public static final String KPA_CLASS = "kpa.autoscaling.knative.dev";

    /// The least target that a replica can have.
    public static final double LEAST_TARGET = 0.01;

    public static final AutoscalerSettings DEFAULTS =
            new AutoscalerSettings(
                    KPA_CLASS,
                    new Targets(0.7, 100, 200, 211, 100),
                    new Windows(Duration.ofSeconds(60), 10, 200),
                    new Rates(1000, 2, Duration.ZERO),
                    new ToZero(true, Duration.ofSeconds(30), Duration.ZERO),
                    new Scale(1, false, 0, 0, 0));

    private static final double RPS_UTILIZATION = 0.7;

    /// Where Knative's ConfigMap explains itself.
    private static final String EXAMPLE = "_example";

    private static final Set<String> KEYS =
            Set.of(
                    "pod-autoscaler-class",
                    "container-concurrency-target-percentage",
                    "container-concurrency-target-default",
                    "requests-per-second-target-default",
                    "target-burst-capacity",
                    "activator-capacity",
                    "stable-window",
                    "panic-window-percentage",
                    "panic-threshold-percentage",
                    "max-scale-up-rate",
                    "max-scale-down-rate",
                    "scale-down-delay",
                    "enable-scale-to-zero",
                    "scale-to-zero-grace-period",
                    "scale-to-zero-pod-retention-period",
                    "initial-scale",
                    "allow-zero-initial-scale",
                    "min-scale",
                    "max-scale",
                    "max-scale-limit");

    public AutoscalerSettings {
        AutoscalerRanges.check(targets);
        AutoscalerRanges.check(windows);
        AutoscalerRanges.check(rates);
        AutoscalerRanges.check(toZero);
        AutoscalerRanges.check(scale);
    }

    /// The keys of a ConfigMap that are none of the autoscaler's, in their order: a typing error,
    /// or a setting that [#with] does not follow.
    public static List<String> unknownKeys(Map<String, String> configMap) {
        return configMap.keySet().stream()
                .filter(key -> !KEYS.contains(key) && !key.equals(EXAMPLE))
                .sorted()
                .toList();
    }

    /// Knative's ConfigMap over these settings: a key that is not there keeps its value here. Keys
    /// that Knative does not know are passed over; [#unknownKeys] tells them.
    ///
    /// @throws IllegalArgumentException with the key's name when a value cannot be read or is out
    ///   of its range
    public AutoscalerSettings with(Map<String, String> configMap) {
        ConfigMapValues of = new ConfigMapValues(configMap);
        return new AutoscalerSettings(
                of.text("pod-autoscaler-class", autoscalerClass),
                new Targets(
                        of.fraction(
                                "container-concurrency-target-percentage",
                                targets.concurrencyUtilization()),
                        of.number("container-concurrency-target-default", targets.concurrency()),
                        of.number("requests-per-second-target-default", targets.rps()),
                        of.number("target-burst-capacity", targets.burstCapacity()),
                        of.number("activator-capacity", targets.activatorCapacity())),
                new Windows(
                        of.duration("stable-window", windows.stable()),
                        of.number("panic-window-percentage", windows.panicPercentage()),
                        of.number(
                                "panic-threshold-percentage", windows.panicThresholdPercentage())),
                new Rates(
                        of.number("max-scale-up-rate", rates.up()),
                        of.number("max-scale-down-rate", rates.down()),
                        of.duration("scale-down-delay", rates.downDelay())),
                new ToZero(
                        of.flag("enable-scale-to-zero", toZero.enabled()),
                        of.duration("scale-to-zero-grace-period", toZero.grace()),
                        of.duration("scale-to-zero-pod-retention-period", toZero.retention())),
                new Scale(
                        of.whole("initial-scale", scale.initial()),
                        of.flag("allow-zero-initial-scale", scale.allowZeroInitial()),
                        of.whole("min-scale", scale.min()),
                        of.whole("max-scale", scale.max()),
                        of.whole("max-scale-limit", scale.maxLimit())));
    }

    /// @param concurrencyUtilization part of the concurrency target that a replica should carry, in
    ///   (0, 1]
    /// @param concurrency requests at once that a replica can carry
    /// @param rps requests per second that a replica can carry
    /// @param burstCapacity requests that may come at once; -1 for unlimited
    /// @param activatorCapacity requests that one of Knative's activators holds; Gantry has none
    public record Targets(
            double concurrencyUtilization,
            double concurrency,
            double rps,
            double burstCapacity,
            double activatorCapacity) {

        public double rpsUtilization() {
            return RPS_UTILIZATION;
        }
    }

    public record Windows(
            Duration stable, double panicPercentage, double panicThresholdPercentage) {}

    /// @param up how many times the ready replicas may become at once
    /// @param down by what the ready replicas may be divided at once
    /// @param downDelay a smaller number is decided only once it stood for so long
    public record Rates(double up, double down, Duration downDelay) {}

    /// @param grace how long demand has to be zero
    /// @param retention least time that the last replica stays
    public record ToZero(boolean enabled, Duration grace, Duration retention) {}

    /// @param max 0 for unbounded
    /// @param maxLimit the largest `max` that may be asked for; 0 for any
    public record Scale(int initial, boolean allowZeroInitial, int min, int max, int maxLimit) {}
}
