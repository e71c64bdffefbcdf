package io.gantry.registry;

import static java.util.Map.entry;
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
                        Map.ofEntries(
                                entry("gantry.registry.proxy-url", "http://localhost:8081"),
                                entry("gantry.registry.outbox.poll-interval", "1s"),
                                entry("gantry.registry.outbox.retry-delay", "1s"),
                                entry("gantry.registry.outbox.batch-size", "500"),
                                entry("gantry.registry.registrations.retry-delay", "1s"),
                                entry("gantry.registry.registrations.remember", "8d"),
                                entry("gantry.registry.status.interval", "100ms"),
                                entry("gantry.registry.status.resync", "1m"),
                                entry("gantry.registry.timeline.keep", "7d"),
                                entry("gantry.registry.revisions.history-limit", "20"),
                                entry("gantry.registry.kubernetes.enabled", "false"),
                                entry("gantry.registry.kubernetes.resync", "5m"),
                                entry("gantry.registry.kubernetes.missing-kind-interval", "1m"),
                                entry(
                                        "gantry.registry.kubernetes.lease.name",
                                        "gantry-model-registry"),
                                entry("gantry.registry.kubernetes.lease.duration", "15s"),
                                entry("gantry.registry.kubernetes.lease.renew-deadline", "10s"),
                                entry("gantry.registry.kubernetes.lease.retry-period", "2s"),
                                entry("gantry.registry.kubernetes.backoff.initial", "500ms"),
                                entry("gantry.registry.kubernetes.backoff.max", "30s")));
        assertThat(config.getConfigMapping(RegistryConfig.class).runtimesDirectory()).isEmpty();
        RegistryConfig.Kubernetes kubernetes =
                config.getConfigMapping(RegistryConfig.class).kubernetes();
        assertThat(kubernetes.namespaces()).isEmpty();
        assertThat(kubernetes.lease().namespace()).isEmpty();
        assertThat(kubernetes.lease().identity()).isEmpty();
    }
}
