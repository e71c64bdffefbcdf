package io.gantry.kserve.llm;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/// What KServe's mutating webhook does to an LLMInferenceService of either version
/// (`v1alpha2/llm_inference_service_defaults.go`, SetDefaults).
///
/// Left out on purpose: the labels of KServe's local model cache, as for InferenceServices.
public final class LlmDefaults {
    /// Finds the services that share traffic.
    static final String GROUP_LABEL = "serving.kserve.io/routing-group";

    private static final List<JsonPointer> POD_TEMPLATES =
            Stream.of(
                            "/spec/template",
                            "/spec/worker",
                            "/spec/prefill/template",
                            "/spec/prefill/worker",
                            "/spec/router/scheduler/template")
                    .map(JsonPointer::compile)
                    .toList();

    private LlmDefaults() {}

    /// The service as KServe would store it. Applying it twice is applying it once.
    public static ObjectNode apply(ObjectNode service) {
        ObjectNode defaulted = service.deepCopy();
        modelName(defaulted);
        groupLabel(defaulted);
        for (JsonPointer template : POD_TEMPLATES) {
            // A template without containers says that it has none of its own, which the API server
            // wants to be said.
            if (defaulted.at(template) instanceof ObjectNode pod && !pod.hasNonNull("containers")) {
                pod.putArray("containers");
            }
        }
        return defaulted;
    }

    private static void modelName(ObjectNode service) {
        String name = service.at("/metadata/name").asText();
        boolean model = service.at("/spec/model") instanceof ObjectNode;
        if (model && !name.isEmpty() && service.at("/spec/model/name").asText("").isEmpty()) {
            ((ObjectNode) service.at("/spec/model")).put("name", name);
        }
    }

    private static void groupLabel(ObjectNode service) {
        String group = service.at("/spec/router/route/group").asText("");
        if (!group.isEmpty() && service.get("metadata") instanceof ObjectNode metadata) {
            metadata.withObjectProperty("labels").put(GROUP_LABEL, group);
        } else if (service.at("/metadata/labels") instanceof ObjectNode labels) {
            boolean removed = labels.remove(GROUP_LABEL) != null;
            if (removed && labels.isEmpty()) {
                ((ObjectNode) service.get("metadata")).remove("labels");
            }
        }
    }
}
