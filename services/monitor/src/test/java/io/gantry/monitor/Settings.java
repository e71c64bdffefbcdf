package io.gantry.monitor;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The monitor's settings without a monitor.
public final class Settings {

    private Settings() {}

    public static MonitorConfig defaults() {
        return with(Map.of());
    }

    public static MonitorConfig with(Map<String, String> given) {
        return new SmallRyeConfigBuilder()
                .withMapping(MonitorConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(new HashMap<>(given), "test", 100))
                .build()
                .getConfigMapping(MonitorConfig.class);
    }
}
