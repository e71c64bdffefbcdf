package io.gantry.deployer.local;

import io.gantry.deployer.platform.ModelMount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container as a process, before it is known which ports it gets.
///
/// @param command with its arguments
/// @param ports the container's, the one that takes requests first
/// @param grpcPort the one of them that takes gRPC; null when that is no other than the first
record ProcessTemplate(
        List<String> command,
        Map<String, String> environment,
        @Nullable String workingDirectory,
        List<Integer> ports,
        @Nullable Integer grpcPort,
        ReadinessCheck readiness,
        List<ModelMount> mounts) {

    ProcessTemplate {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
        mounts = List.copyOf(mounts);
    }

    ProcessTemplate with(List<ModelMount> otherMounts) {
        return new ProcessTemplate(
                command, environment, workingDirectory, ports, grpcPort, readiness, otherMounts);
    }

    /// The process on these ports of the machine. Servers that heed HOST and PORT, as many do, need
    /// no arguments for them.
    ///
    /// @param mapped the machine's port for each of [#ports()]
    ProcessSpec on(Map<Integer, Integer> mapped) {
        Substitution substitution = new Substitution(mounts, mapped);
        int main = mapped.getOrDefault(ports.getFirst(), ports.getFirst());
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("HOST", Prober.HOST);
        variables.put("PORT", Integer.toString(main));
        environment.forEach((name, value) -> variables.put(name, substitution.inVariable(value)));
        return new ProcessSpec(
                command.stream().map(substitution::inArgument).toList(),
                variables,
                workingDirectory == null ? null : substitution.inArgument(workingDirectory),
                main,
                grpcPort == null ? null : mapped.getOrDefault(grpcPort, grpcPort),
                readiness.onPort(mapped.getOrDefault(readiness.port(), readiness.port())));
    }
}
