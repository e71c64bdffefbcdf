package io.gantry.deployer.local;

import io.gantry.deployer.platform.GrpcPort;
import io.gantry.deployer.platform.Workload;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.ContainerPort;
import io.gantry.kserve.api.EnvVar;
import io.gantry.kserve.render.PredictorContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A workload as a process of this machine, or why it cannot be one.
///
/// Resource limits, volumes, security contexts and node selection are not looked at: a process of
/// the user's has none of them.
sealed interface Translation {

    /// It can be started like this.
    record Startable(ProcessTemplate template) implements Translation {}

    /// It needs what only Kubernetes has.
    record Refused(Failure failure) implements Translation {}

    static Translation of(Workload workload) {
        Container container = workload.container();
        if (workload.multiNode()) {
            return refused(
                    "%s wants several nodes (workerSpec), and the platform local is one machine"
                            .formatted(workload.key()),
                    "Leave out spec.predictor.workerSpec, or deploy to Kubernetes.");
        }
        if (!workload.sidecars().isEmpty()) {
            return refused(
                    "%s has containers beside the one that serves (%s), and the platform local runs one process a replica"
                            .formatted(
                                    workload.key(),
                                    String.join(
                                            ", ",
                                            workload.sidecars().stream()
                                                    .map(each -> String.valueOf(each.name()))
                                                    .toList())),
                    "Use a runtime and a predictor with one container, or deploy to Kubernetes.");
        }
        if (container.command() == null || container.command().isEmpty()) {
            return refused(
                    "%s names only an image (%s), and the platform local runs commands, not images"
                            .formatted(origin(workload), container.image()),
                    "Give its container a `command` that this machine has, name another runtime in spec.predictor.model.runtime, or deploy to Kubernetes.");
        }
        for (EnvVar variable : container.envOrEmpty()) {
            if (variable.valueFrom() != null) {
                return refused(
                        "%s takes the environment variable %s from Kubernetes (valueFrom), which the platform local does not have"
                                .formatted(origin(workload), variable.name()),
                        "Give the variable a `value`, or deploy to Kubernetes.");
            }
        }
        return new Startable(template(workload, container));
    }

    private static ProcessTemplate template(Workload workload, Container container) {
        Map<String, String> environment = Variables.of(container);
        List<String> command = new ArrayList<>();
        command.addAll(Objects.requireNonNull(container.command()));
        command.addAll(container.args() == null ? List.of() : container.args());
        List<Integer> ports = ports(container);
        return new ProcessTemplate(
                command.stream().map(each -> Variables.expanded(each, environment)).toList(),
                environment,
                container.workingDir(),
                ports,
                grpcPort(container, ports.getFirst()),
                Probes.readiness(container, ports.getFirst()),
                workload.mounts());
    }

    private static List<Integer> ports(Container container) {
        List<Integer> ports =
                declared(container).stream()
                        .map(ContainerPort::containerPort)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        return ports.isEmpty() ? List.of(PredictorContainer.DEFAULT_PORT) : ports;
    }

    private static @Nullable Integer grpcPort(Container container, int main) {
        return declared(container).stream()
                .filter(port -> GrpcPort.isNamed(port.name()))
                .map(ContainerPort::containerPort)
                .filter(port -> port != null && port != main)
                .findFirst()
                .orElse(null);
    }

    private static List<ContainerPort> declared(Container container) {
        return container.ports() == null ? List.of() : container.ports();
    }

    private static String origin(Workload workload) {
        return workload.runtimeName() == null
                ? "The container of " + workload.key()
                : "The runtime " + workload.runtimeName();
    }

    private static Refused refused(String message, String remedy) {
        return new Refused(Failure.of(FailureReason.RUNTIME_NOT_RUNNABLE, message, remedy));
    }
}
