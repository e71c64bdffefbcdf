package io.gantry.deployer.whole;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Kafka and a publisher for the tests; the deployer inside the test's JVM listens to nothing.
public final class SilentApplication extends QuickProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        List.of("inference-services", "serving-runtimes", "artifacts", "scaling", "predictors")
                .forEach(channel ->
                        settings.put("mp.messaging.incoming." + channel + ".enabled", "false"));
        return settings;
    }
}
