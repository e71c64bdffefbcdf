package io.gantry.loader;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Evicts at once, out of a cache of the test's own.
public final class QuickEviction implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gantry.loader.cache.directory", "target/test-cache",
                "gantry.loader.file.roots", "/",
                "gantry.loader.cache.evict-after", "0s",
                "gantry.loader.interval", "100ms");
    }
}
