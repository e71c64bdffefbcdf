package io.gantry.loader;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Holds 100 bytes, and evicts for no other reason than that they are needed.
public final class SmallBudget implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gantry.loader.cache.directory", "target/test-cache-small",
                "gantry.loader.file.roots", "/",
                "gantry.loader.cache.evict-after", "1h",
                "gantry.loader.cache.budget", "100",
                "gantry.loader.retry.slow", "200ms",
                "gantry.loader.interval", "100ms");
    }
}
