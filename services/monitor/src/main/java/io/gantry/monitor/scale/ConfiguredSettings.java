package io.gantry.monitor.scale;

import io.gantry.autoscale.knative.AutoscalerSettings;
import io.gantry.autoscale.knative.ConfigMapValues;
import io.gantry.monitor.MonitorConfig;
import io.quarkus.logging.Log;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
                .map(directory -> checked(directory.toString(), () -> mounted(directory, settings)))
                .orElse(settings);
    }

    private static AutoscalerSettings mounted(Path directory, AutoscalerSettings settings) {
        Map<String, String> configMap = MountedConfigMap.read(directory);
        List<String> unknown = AutoscalerSettings.unknownKeys(configMap);
        if (!unknown.isEmpty()) {
            Log.warnf(
                    "Keys of config-autoscaler are not known and have no effect directory=%s keys=%s",
                    directory, unknown);
        }
        return settings.with(configMap);
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
