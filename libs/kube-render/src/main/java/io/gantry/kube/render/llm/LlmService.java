package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A service as it is to run: with all that it inherits, and with its templates filled in.
///
/// @param metadata of the LLMInferenceService
/// @param spec in `v1alpha2`, without `baseRefs` and `router`
record LlmService(ObjectNode metadata, ObjectNode spec) {
    static final String KIND = "LLMInferenceService";

    String name() {
        return metadata.path("name").asText();
    }

    String namespace() {
        return metadata.path("namespace").asText("default");
    }

    /// The name of something that belongs to it.
    String child(String suffix) {
        return ChildNames.of(name(), suffix);
    }

    Map<String, String> annotations() {
        return map(metadata.path("annotations"));
    }

    Map<String, String> labels() {
        return map(metadata.path("labels"));
    }

    @Nullable String annotation(String key) {
        return annotations().get(key);
    }

    String modelName() {
        return spec.at("/model/name").asText();
    }

    boolean disaggregated() {
        return spec.path("prefill").isObject();
    }

    /// The one that decodes, or does all, and the one that prefills.
    List<LlmWorkload> workloads() {
        List<LlmWorkload> workloads = new ArrayList<>();
        workloads.add(new LlmWorkload(this, Role.DECODE));
        if (disaggregated()) {
            workloads.add(new LlmWorkload(this, Role.PREFILL));
        }
        return workloads;
    }

    Field field() {
        return new Field("spec", spec);
    }

    /// The texts of an object, in the order of their keys.
    static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new TreeMap<>();
        object.properties().forEach(each -> map.put(each.getKey(), each.getValue().asText()));
        return map;
    }
}
