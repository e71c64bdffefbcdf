package io.gantry.monitor.scale;

import io.gantry.autoscale.knative.AutoscalerSettings;
import io.gantry.autoscale.knative.ConfigMapValues;
import io.gantry.monitor.MonitorConfig;

/// The autoscaler's settings as they are configured, without Knative's ConfigMap.
final class ConfiguredSettings {

    private ConfiguredSettings() {}

    /// @throws IllegalStateException with the key's name when a value cannot be read or is out of
    ///   its range
    static AutoscalerSettings of(MonitorConfig.Autoscaler config) {
        try {
            return configured(config);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The autoscaler cannot be set up from gantry.monitor.autoscaler: "
                            + e.getMessage(),
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
