package io.gantry.monitor.whole;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Kafka and a publisher for the tests; the monitor inside the test's JVM listens to nothing.
public final class SilentApplication implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Stream.of(
                        "inference-services",
                        "predictors",
                        "artifacts",
                        "scaling",
                        "demand",
                        "traffic",
                        "nodes",
                        "alerts")
                .collect(
                        Collectors.toMap(
                                "mp.messaging.incoming.%s.enabled"::formatted, _ -> "false"));
    }
}
