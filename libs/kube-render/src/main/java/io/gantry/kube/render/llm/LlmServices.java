package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.combine.Role;
import io.gantry.kube.render.Labels;
import java.util.Map;
import java.util.TreeMap;

/// The Service by which the servers are reached, at KServe's name and port.
final class LlmServices {
    private static final String HTTP = "http";

    private LlmServices() {}

    static HasMetadata of(LlmService service) {
        Map<String, String> labels = new TreeMap<>(LlmMetadata.labels(service, ""));
        labels.put(Labels.SERVICE, service.name());
        labels.putAll(LlmService.map(service.spec().path("labels")));
        ObjectMeta metadata =
                LlmMetadata.of(service, service.child("-kserve-workload-svc"), labels);
        return new ServiceBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withSelector(selector(service))
                .addNewPort()
                .withName(HTTP)
                .withAppProtocol(HTTP)
                .withProtocol("TCP")
                .withPort(LlmWorkload.PORT)
                .withTargetPort(new IntOrString(port(service)))
                .endPort()
                .endSpec()
                .build();
    }

    /// Selects the pods of the current revision that answer requests: where there are both roles,
    /// those that decode.
    private static Map<String, String> selector(LlmService service) {
        LlmWorkload decode = new LlmWorkload(service, Role.DECODE);
        return decode.multiNode()
                ? LlmMetadata.selector(service)
                : Map.of(Labels.APP, decode.name());
    }

    /// The first port of the server. It is another one in KServe's preset for pods that decode,
    /// whose sidecar has the usual one.
    private static int port(LlmService service) {
        for (JsonNode container : service.spec().at("/template/containers")) {
            if (container.path("name").asText().equals(LlmWorkload.MAIN)) {
                return container.at("/ports/0/containerPort").asInt(LlmWorkload.PORT);
            }
        }
        return LlmWorkload.PORT;
    }
}
