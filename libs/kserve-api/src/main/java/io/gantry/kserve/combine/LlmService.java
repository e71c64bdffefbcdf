package io.gantry.kserve.combine;

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
/// @param revision the name of the one that runs it
/// @param ending what is added to KServe's names of what is the revision's alone; empty for nothing
public record LlmService(
        ObjectNode metadata, ObjectNode spec, @Nullable String revision, String ending) {
    public static final String KIND = "LLMInferenceService";

    /// The member of a revision's predictor with such a spec; no InferenceService's has it.
    public static final String MEMBER = "llm";

    /// That of no revision yet.
    public static LlmService of(ObjectNode metadata, ObjectNode spec) {
        return new LlmService(metadata, spec, null, "");
    }

    /// As one revision runs it.
    public LlmService as(String ofRevision, String namesEnd) {
        return new LlmService(metadata, spec, ofRevision, namesEnd);
    }

    public String name() {
        return metadata.path("name").asText();
    }

    public String namespace() {
        return metadata.path("namespace").asText("default");
    }

    /// The name of something that all of its revisions share.
    public String child(String suffix) {
        return ChildNames.of(name(), suffix);
    }

    /// The name of something that is the revision's alone.
    public String own(String suffix) {
        return ChildNames.of(name(), suffix + ending);
    }

    public Map<String, String> annotations() {
        return map(metadata.path("annotations"));
    }

    public Map<String, String> labels() {
        return map(metadata.path("labels"));
    }

    public @Nullable String annotation(String key) {
        return annotations().get(key);
    }

    public String modelName() {
        return spec.at("/model/name").asText();
    }

    public boolean disaggregated() {
        return spec.path("prefill").isObject();
    }

    /// The one that decodes, or does all, and the one that prefills.
    public List<LlmWorkload> workloads() {
        List<LlmWorkload> workloads = new ArrayList<>();
        workloads.add(new LlmWorkload(this, Role.DECODE));
        if (disaggregated()) {
            workloads.add(new LlmWorkload(this, Role.PREFILL));
        }
        return workloads;
    }

    public Field field() {
        return new Field("spec", spec);
    }

    /// The texts of an object, in the order of their keys.
    public static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new TreeMap<>();
        object.properties().forEach(each -> map.put(each.getKey(), each.getValue().asText()));
        return map;
    }
}
