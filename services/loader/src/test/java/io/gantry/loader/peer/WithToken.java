package io.gantry.loader.peer;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Gives to whoever shows the token; listens to no events.
public final class WithToken implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gantry.loader.node", "giving",
                "gantry.loader.cache.directory", "target/giving-cache",
                "gantry.loader.peers.token", ScriptedPeer.TOKEN,
                "mp.messaging.incoming.inference-services.enabled", "false",
                "mp.messaging.incoming.artifacts.enabled", "false");
    }
}
