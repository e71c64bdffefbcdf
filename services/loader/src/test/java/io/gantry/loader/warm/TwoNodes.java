package io.gantry.loader.warm;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// A node with labels and devices among others that the test makes up.
public final class TwoNodes implements QuarkusTestProfile {

    static final String NODE = "warm-self";
    static final String TOKEN = "of-both";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gantry.loader.node", NODE,
                "gantry.loader.cache.directory", "target/test-cache-warm",
                "gantry.loader.cache.evict-after", "0s",
                "gantry.loader.interval", "100ms",
                "gantry.loader.warm.headroom", "0",
                "gantry.loader.warm.heartbeat", "200ms",
                "gantry.loader.warm.labels", "zone=a",
                "gantry.loader.warm.resources", "nvidia.com/gpu=1",
                "gantry.loader.peers.token", TOKEN);
    }
}
