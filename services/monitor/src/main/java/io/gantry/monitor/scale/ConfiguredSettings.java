package io.gantry.monitor.scale;

import io.gantry.monitor.MonitorConfig;
import java.util.function.Supplier;

/// The autoscaler's settings as they are configured.
final class ConfiguredSettings {

    private ConfiguredSettings() {}

    /// @throws IllegalStateException with the key's name when a value cannot be read or is out of
    ///   its range
    static AutoscalerSettings of(MonitorConfig.Autoscaler config) {
        AutoscalerSettings settings =
                checked("gantry.monitor.autoscaler", () -> configured(config));
        return config.configMap()
                .map(directory ->
                        checked(
                                directory.toString(),
                                () -> settings.with(MountedConfigMap.read(directory))))
                .orElse(settings);
    }

    private static AutoscalerSettings checked(String where, Supplier<AutoscalerSettings> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The autoscaler cannot be set up from %s: %s".formatted(where, e.getMessage()),
                    e);
        }
    }

    private static AutoscalerSettings configured(MonitorConfig.Autoscaler config) {
        AutoscalerSettings knative = AutoscalerSettings.DEFAULTS;
        return new AutoscalerSettings(
                config.podAutoscalerClass(),
                new AutoscalerSettings.Targets(
                        ConfigMapValues.asFraction(config.containerConcurrencyTargetPercentage()),
                        config.containerConcurrencyTargetDefault(),
                        config.requestsPerSecondTargetDefault(),
                        config.targetBurstCapacity(),
                        knative.targets().activatorCapacity()),
                new AutoscalerSettings.Windows(
                        config.stableWindow(),
                        config.panicWindowPercentage(),
                        config.panicThresholdPercentage()),
                new AutoscalerSettings.Rates(
                        config.maxScaleUpRate(),
                        config.maxScaleDownRate(),
                        config.scaleDownDelay()),
                new AutoscalerSettings.ToZero(
                        config.enableScaleToZero(),
                        config.scaleToZeroGracePeriod(),
                        config.scaleToZeroPodRetentionPeriod()),
                new AutoscalerSettings.Scale(
                        config.initialScale(),
                        config.allowZeroInitialScale(),
                        knative.scale().min(),
                        config.maxScale(),
                        config.maxScaleLimit()));
    }
}
