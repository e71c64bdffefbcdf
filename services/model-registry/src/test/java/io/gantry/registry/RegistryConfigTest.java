package io.gantry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RegistryConfigTest {

    @Test
    void shouldKeepItsNamesAndDefaults() {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .withMapping(RegistryConfig.class)
                        .withConverter(Duration.class, 100, new DurationConverter())
                        .build();

        Map<String, String> found = new TreeMap<>();
        config.getPropertyNames()
                .forEach(name -> {
                    if (name.startsWith("gantry.registry.")) {
                        found.put(name, config.getConfigValue(name).getValue());
                    }
                });
        assertThat(found)
                .isEqualTo(
                        Map.of(
                                "gantry.registry.timeline.keep", "7d",
                                "gantry.registry.proxy-url", "http://localhost:8081",
                                "gantry.registry.revisions.history-limit", "20",
                                "gantry.registry.outbox.poll-interval", "1s",
                                "gantry.registry.outbox.retry-delay", "1s",
                                "gantry.registry.outbox.batch-size", "500",
                                "gantry.registry.registrations.retry-delay", "1s",
                                "gantry.registry.registrations.remember", "8d",
                                "gantry.registry.status.interval", "100ms",
                                "gantry.registry.status.resync", "1m"));
        assertThat(config.getConfigMapping(RegistryConfig.class).runtimesDirectory()).isEmpty();
    }
}
