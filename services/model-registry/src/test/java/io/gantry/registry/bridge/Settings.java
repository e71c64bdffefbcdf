package io.gantry.registry.bridge;

import io.gantry.registry.RegistryConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Settings of bridges in tests: each of one namespace, because all share a database, and in a
/// hurry.
final class Settings {

    private Settings() {}

    static RegistryConfig.Kubernetes of(String namespace, String instance) {
        return with(Map.of("namespaces", namespace, "lease.identity", instance));
    }

    static RegistryConfig.Kubernetes with(Map<String, String> own) {
        Map<String, String> all = new HashMap<>();
        all.put("lease.duration", "2s");
        all.put("lease.renew-deadline", "1500ms");
        all.put("lease.retry-period", "200ms");
        all.put("backoff.initial", "50ms");
        all.put("backoff.max", "400ms");
        all.put("missing-kind-interval", "200ms");
        all.put("resync", "1h");
        all.putAll(own);
        Map<String, String> properties = new HashMap<>();
        all.forEach((key, value) -> properties.put("gantry.registry.kubernetes." + key, value));
        return new SmallRyeConfigBuilder()
                .withMapping(RegistryConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 400))
                .build()
                .getConfigMapping(RegistryConfig.class)
                .kubernetes();
    }
}
