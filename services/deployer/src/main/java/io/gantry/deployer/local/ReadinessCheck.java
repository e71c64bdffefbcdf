package io.gantry.deployer.local;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a replica is asked whether it is ready.
///
/// @param path of an HTTP GET that has to answer 200 to 399; null when a connection is enough
/// @param port as the container names it, before mapping
record ReadinessCheck(
        @Nullable String path,
        int port,
        Map<String, String> headers,
        long periodMillis,
        long timeoutMillis,
        int successThreshold,
        int failureThreshold) {

    ReadinessCheck {
        headers = Map.copyOf(headers);
    }

    ReadinessCheck onPort(int mapped) {
        return new ReadinessCheck(
                path,
                mapped,
                headers,
                periodMillis,
                timeoutMillis,
                successThreshold,
                failureThreshold);
    }
}
