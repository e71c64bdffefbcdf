package io.gantry.monitor.scale;

import io.gantry.autoscale.knative.AutoscalerSettings;
import io.gantry.monitor.MonitorConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The autoscaler's settings in force: those that are configured, and Knative's mounted ConfigMap
/// over them, which is read again whenever it has changed.
///
/// As in Knative, what cannot be taken keeps the monitor from starting, and later leaves what was
/// in force and is told once. Not safe for use by several threads at once.
@Singleton
class SettingsFile {

    private final AutoscalerSettings configured;
    private final Optional<Path> directory;
    private AutoscalerSettings settings;
    private Map<String, String> taken = Map.of();
    private String problem = "";
    private volatile boolean refused;

    /// @throws IllegalStateException with the key's name when a value cannot be read or is out of
    ///   its range
    SettingsFile(MonitorConfig config, MeterRegistry metrics) {
        this.configured = ConfiguredSettings.of(config.autoscaler());
        this.directory = config.autoscaler().configMap();
        this.settings = configured;
        Gauge.builder("gantry.monitor.autoscaler.config.refused", () -> refused ? 1 : 0)
                .description("1 while Knative's ConfigMap has something wrong in it")
                .register(metrics);
        try {
            directory.ifPresent(this::take);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The autoscaler cannot be set up from %s: %s"
                            .formatted(directory.orElseThrow(), e.getMessage()),
                    e);
        }
    }

    AutoscalerSettings current() {
        return settings;
    }

    /// Looks whether the ConfigMap has changed.
    ///
    /// @return true when other settings are in force than before
    boolean renewed() {
        AutoscalerSettings before = settings;
        directory.ifPresent(this::look);
        return !settings.equals(before);
    }

    private void look(Path path) {
        try {
            if (take(path)) {
                Log.infof("The autoscaler's settings are in force directory=%s", path);
            }
            refused = false;
            problem = "";
        } catch (IllegalArgumentException e) {
            refuse(path + ": " + e.getMessage());
        }
    }

    /// @return false when nothing has changed
    private boolean take(Path path) {
        Map<String, String> found = MountedConfigMap.read(path);
        if (found.equals(taken)) {
            return false;
        }
        settings = configured.with(found);
        taken = found;
        List<String> unknown = AutoscalerSettings.unknownKeys(found);
        if (!unknown.isEmpty()) {
            Log.warnf(
                    "Keys of config-autoscaler are not known and have no effect directory=%s keys=%s",
                    path, unknown);
        }
        return true;
    }

    /// Tells it once.
    private void refuse(String why) {
        if (!why.equals(problem)) {
            Log.errorf("The autoscaler's settings stay as they were: %s", why);
        }
        problem = why;
        refused = true;
    }
}
