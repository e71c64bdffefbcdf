package io.gantry.monitor;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Windows as short as they may be, so that tests see whole life cycles.
public final class ShortWindows implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gantry.monitor.tick", "500ms",
                "gantry.monitor.autoscaler.stable-window", "6s",
                "gantry.monitor.autoscaler.scale-to-zero-grace-period", "2s",
                "gantry.monitor.alerts.error-rate.open-after", "1s",
                "gantry.monitor.alerts.model-load-failed.resolve-after", "2s");
    }
}
