package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.combine.Role;
import io.gantry.kube.render.PodDraft;

/// Has the server report spans (`spec.tracing`; `tracing.go`). What the manifest sets by itself
/// stays.
final class Tracing {
    private static final String ENDPOINT = "--otlp-traces-endpoint";
    private static final String DETAILS = "--collect-detailed-traces";
    private static final String ATTRIBUTES = "OTEL_RESOURCE_ATTRIBUTES";

    private Tracing() {}

    static void add(ObjectNode main, LlmWorkload workload) {
        LlmService service = workload.service();
        JsonNode tracing = service.spec().path("tracing");
        String endpoint = tracing.path("exporterEndpoint").asText("");
        if (endpoint.isEmpty()) {
            return;
        }
        argument(main, ENDPOINT, endpoint);
        argument(main, DETAILS, "all");
        String role = workload.role() == Role.PREFILL ? "prefill" : "decode";
        text(main, "OTEL_SERVICE_NAME", "inference-server-" + role);
        text(main, "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
        text(main, "OTEL_TRACES_EXPORTER", tracing.path("exporter").asText());
        text(main, "OTEL_TRACES_SAMPLER", tracing.path("sampler").asText());
        text(main, "OTEL_TRACES_SAMPLER_ARG", tracing.path("samplerArg").asText());
        reference(main, ATTRIBUTES + "_NODE_NAME", "spec.nodeName");
        reference(main, ATTRIBUTES + "_POD_NAME", "metadata.name");
        text(main, ATTRIBUTES, attributes(service));
    }

    private static String attributes(LlmService service) {
        return "k8s.namespace.name=%s,k8s.node.name=$(%s_NODE_NAME),k8s.pod.name=$(%s_POD_NAME),llmisvc.name=%s"
                .formatted(service.namespace(), ATTRIBUTES, ATTRIBUTES, service.name());
    }

    private static void argument(ObjectNode main, String name, String value) {
        if (!ServerArguments.mentions(main, name)) {
            main.withArray("args").add(name).add(value);
        }
    }

    private static void text(ObjectNode main, String name, String value) {
        if (!given(main, name)) {
            PodDraft.variable(main, name, value);
        }
    }

    private static void reference(ObjectNode main, String name, String field) {
        if (!given(main, name)) {
            ObjectNode variable = KServeJson.mapper().createObjectNode().put("name", name);
            variable.putObject("valueFrom").putObject("fieldRef").put("fieldPath", field);
            PodDraft.variable(main, variable);
        }
    }

    private static boolean given(ObjectNode main, String name) {
        return main.path("env")
                .valueStream()
                .anyMatch(variable -> variable.path("name").asText().equals(name));
    }
}
