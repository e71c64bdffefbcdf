package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;
import java.util.TreeMap;

/// The Service by which the servers are reached, at KServe's name and port.
final class LlmServices {
    private static final String HTTP = "http";

    private LlmServices() {}

    static HasMetadata of(LlmService service) {
        Map<String, String> labels = new TreeMap<>(LlmMetadata.labels(service, ""));
        labels.putAll(LlmService.map(service.spec().path("labels")));
        ObjectMeta metadata =
                LlmMetadata.of(service, service.child("-kserve-workload-svc"), labels);
        return new ServiceBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withSelector(LlmMetadata.selector(service))
                .addNewPort()
                .withName(HTTP)
                .withAppProtocol(HTTP)
                .withProtocol("TCP")
                .withPort(ServerCommand.PORT)
                .withTargetPort(new IntOrString(port(service)))
                .endPort()
                .endSpec()
                .build();
    }

    /// The first port of the server. It is another one in KServe's preset for pods that decode,
    /// whose sidecar has the usual one.
    private static int port(LlmService service) {
        for (JsonNode container : service.spec().at("/template/containers")) {
            if (container.path("name").asText().equals(LlmWorkload.MAIN)) {
                return container.at("/ports/0/containerPort").asInt(ServerCommand.PORT);
            }
        }
        return ServerCommand.PORT;
    }
}
