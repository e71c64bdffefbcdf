package io.gantry.loader;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/// A loader's settings: what is given here, and the defaults.
public record Settings(Map<String, String> given) {

    /// Short waits, few attempts.
    public static Settings impatient() {
        return new Settings(
                Map.of(
                        "gantry.loader.download.read-timeout", "300ms",
                        "gantry.loader.download.connect-timeout", "2s",
                        "gantry.loader.download.attempts", "3",
                        "gantry.loader.cache.headroom", "0"));
    }

    public Settings with(String name, String value) {
        Map<String, String> more = new HashMap<>(given);
        more.put(name, value);
        return new Settings(Map.copyOf(more));
    }

    public LoaderConfig config() {
        return all().getConfigMapping(LoaderConfig.class);
    }

    SmallRyeConfig all() {
        Map<String, String> properties = new HashMap<>(given);
        properties.put("user.home", "/home/somebody");
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(LoaderConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
    }
}
