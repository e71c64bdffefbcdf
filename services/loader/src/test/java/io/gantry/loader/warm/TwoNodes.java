package io.gantry.loader.warm;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// A node with labels and devices among others that the test makes up.
public final class TwoNodes implements QuarkusTestProfile {

    static final String NODE = "warm-self";
    static final String TOKEN = "of-both";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("gantry.loader.node", NODE),
                Map.entry("gantry.loader.cache.directory", "target/test-cache-warm"),
                Map.entry("gantry.loader.cache.evict-after", "0s"),
                Map.entry("gantry.loader.interval", "100ms"),
                Map.entry("gantry.loader.warm.headroom", "0"),
                Map.entry("gantry.loader.warm.heartbeat", "200ms"),
                Map.entry("gantry.loader.warm.labels", "zone=a"),
                Map.entry("gantry.loader.warm.resources", "nvidia.com/gpu=1"),
                Map.entry("gantry.loader.peers.token", TOKEN),
                Map.entry("gantry.loader.file.roots", "/"));
    }
}
