package io.gantry.loader.whole;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Kafka and a publisher for the tests; the loader inside the test's JVM listens to nothing.
public final class SilentApplication implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gantry.loader.node", "silent",
                "gantry.loader.cache.directory", "target/silent-cache",
                "mp.messaging.incoming.inference-services.enabled", "false",
                "mp.messaging.incoming.artifacts.enabled", "false");
    }
}
