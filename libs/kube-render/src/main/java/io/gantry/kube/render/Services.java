package io.gantry.kube.render;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.ContainerPort;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.render.PredictorContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The Services by which components are reached.
final class Services {
    private static final int HTTP = 80;
    private static final String TCP = "TCP";
    private static final String H2C = "kubernetes.io/h2c";

    private Services() {}

    /// A Service that leads to the pods of a Deployment: port 80 to their first port, others to
    /// those of the same number. A transformer in the predictor's pod is what clients reach.
    ///
    /// @param workload whose name and labels the Service has
    /// @param app the label `app` of the pods that it leads to
    static Service of(Workload workload, String app, List<Container> containers) {
        return new ServiceBuilder()
                .withMetadata(Metadata.of(workload, workload.name()))
                .withNewSpec()
                .withSelector(Map.of(Labels.APP, app))
                .withPorts(ports(workload.name(), reached(containers)))
                .endSpec()
                .build();
    }

    /// A Service that gives the pods names before they are ready, by which they find each other.
    static Service headless(Workload workload, String name, Map<String, String> selector) {
        return new ServiceBuilder()
                .withMetadata(Metadata.of(workload, name))
                .withNewSpec()
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(selector)
                .endSpec()
                .build();
    }

    private static Container reached(List<Container> containers) {
        return containers.stream()
                .filter(container -> Defaulting.TRANSFORMER_CONTAINER.equals(container.name()))
                .findFirst()
                .orElse(containers.getFirst());
    }

    private static List<ServicePort> ports(String service, Container container) {
        List<ContainerPort> declared =
                container.ports() == null
                        ? List.of()
                        : container.ports().stream()
                                .filter(port -> port.containerPort() != null)
                                .toList();
        if (declared.isEmpty()) {
            return List.of(port(service, HTTP, PredictorContainer.DEFAULT_PORT, TCP));
        }
        List<ServicePort> ports = new ArrayList<>();
        for (ContainerPort each : declared) {
            int target = each.containerPort() == null ? 0 : each.containerPort();
            String name = each.name() == null ? unnamed(ports, service, target) : each.name();
            String protocol = each.protocol() == null ? TCP : each.protocol();
            ports.add(port(name, ports.isEmpty() ? HTTP : target, target, protocol));
        }
        return ports;
    }

    /// Where there are several, Kubernetes wants every port to have a name.
    private static String unnamed(List<ServicePort> before, String service, int target) {
        return before.isEmpty() ? service : "port-" + target;
    }

    private static ServicePort port(String name, int port, int target, String protocol) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(port)
                .withTargetPort(new IntOrString(target))
                .withProtocol(protocol)
                .withAppProtocol(appProtocol(name))
                .build();
    }

    /// Gateways and meshes speak HTTP/2 only to ports that say so.
    private static @Nullable String appProtocol(String name) {
        return name.matches("(grpc|h2c)(-.*)?") ? H2C : null;
    }
}
