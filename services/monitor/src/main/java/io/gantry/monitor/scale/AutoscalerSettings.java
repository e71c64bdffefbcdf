package io.gantry.monitor.scale;

import java.time.Duration;
import java.util.Map;

/// The defaults of all revisions, as Knative's ConfigMap `config-autoscaler` sets them. Held to
/// Knative's ranges; what is outside of them is refused with the key's name.
///
/// @param autoscalerClass who scales revisions that do not say
record AutoscalerSettings(
        String autoscalerClass,
        Targets targets,
        Windows windows,
        Rates rates,
        ToZero toZero,
        Scale scale) {

    static final String KPA_CLASS = "kpa.autoscaling.knative.dev";

    /// The least target that a replica can have.
    static final double LEAST_TARGET = 0.01;

    static final AutoscalerSettings DEFAULTS =
            new AutoscalerSettings(
                    KPA_CLASS,
                    new Targets(0.7, 100, 200, 211, 100),
                    new Windows(Duration.ofSeconds(60), 10, 200),
                    new Rates(1000, 2, Duration.ZERO),
                    new ToZero(true, Duration.ofSeconds(30), Duration.ZERO),
                    new Scale(1, false, 0, 0, 0));

    private static final double RPS_UTILIZATION = 0.7;

    AutoscalerSettings {
        AutoscalerRanges.check(targets);
        AutoscalerRanges.check(windows);
        AutoscalerRanges.check(rates);
        AutoscalerRanges.check(toZero);
        AutoscalerRanges.check(scale);
    }

    /// Knative's ConfigMap over these settings: a key that is not there keeps its value here. Keys
    /// that Knative does not know are passed over.
    ///
    /// @throws IllegalArgumentException with the key's name when a value cannot be read or is out
    ///   of its range
    AutoscalerSettings with(Map<String, String> configMap) {
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
    record Targets(
            double concurrencyUtilization,
            double concurrency,
            double rps,
            double burstCapacity,
            double activatorCapacity) {

        double rpsUtilization() {
            return RPS_UTILIZATION;
        }
    }

    record Windows(Duration stable, double panicPercentage, double panicThresholdPercentage) {}

    /// @param up how many times the ready replicas may become at once
    /// @param down by what the ready replicas may be divided at once
    /// @param downDelay a smaller number is decided only once it stood for so long
    record Rates(double up, double down, Duration downDelay) {}

    /// @param grace how long demand has to be zero
    /// @param retention least time that the last replica stays
    record ToZero(boolean enabled, Duration grace, Duration retention) {}

    /// @param max 0 for unbounded
    /// @param maxLimit the largest `max` that may be asked for; 0 for any
    record Scale(int initial, boolean allowZeroInitial, int min, int max, int maxLimit) {}
}
