package io.gantry.deployer.local;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A process as it is started.
///
/// @param port of this machine, on which it takes requests
/// @param grpcPort of this machine, on which it takes gRPC; null when that is no other port
record ProcessSpec(
        List<String> command,
        Map<String, String> environment,
        @Nullable String workingDirectory,
        int port,
        @Nullable Integer grpcPort,
        ReadinessCheck readiness) {

    ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
