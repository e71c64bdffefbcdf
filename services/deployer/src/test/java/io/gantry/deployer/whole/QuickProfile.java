package io.gantry.deployer.whole;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Short times, and a state directory of its own.
public class QuickProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            return settings(
                    "gantry.deployer.local.directory",
                    Files.createTempDirectory(Path.of("target"), "predictors-")
                            .toAbsolutePath()
                            .toString(),
                    "gantry.deployer.resync",
                    "1s",
                    "gantry.deployer.local.stop-predictors-on-exit",
                    "true",
                    "gantry.deployer.local.stop.drain",
                    "500ms",
                    "gantry.deployer.local.stop.grace",
                    "2s",
                    "gantry.deployer.local.max-replicas",
                    "4",
                    "gantry.deployer.local.start.first-pause",
                    "100ms",
                    "gantry.deployer.local.start.deadline",
                    "3s",
                    "mp.messaging.incoming.seen-predictors.connector",
                    "smallrye-kafka",
                    "mp.messaging.incoming.seen-predictors.topic",
                    "gantry.predictors",
                    "mp.messaging.incoming.seen-predictors.group.id",
                    "seen-predictors-${quarkus.uuid}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> settings(String... namesAndValues) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }
}
