package io.gantry.kserve.llm;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Turns LLMInferenceServices and their configs of one version into the other, as KServe's
/// conversion webhook does (`v1alpha1/llm_inference_service_conversion.go`).
///
/// What only `v1alpha1` has (criticality) KServe keeps in annotations; what only `v1alpha2` has it
/// drops, so that a client of the old version that reads and writes a service takes its
/// confidentiality away. Here that is kept in an annotation, too.
public final class LlmConversion {
    static final String MODEL_CRITICALITY = "internal.serving.kserve.io/model-criticality";
    static final String ADAPTER_CRITICALITIES = "internal.serving.kserve.io/lora-criticalities";

    /// A JSON object: what a `v1alpha1` resource cannot say, by its JSON pointer in `v1alpha2`.
    static final String ONLY_V1ALPHA2 = "internal.serving.kserve.io/v1alpha2-fields";

    private static final String CRITICALITY = "criticality";
    private static final JsonPointer POOL = JsonPointer.compile("/spec/router/scheduler/pool/spec");
    private static final List<JsonPointer> NEW_FIELDS =
            Stream.of(
                            "/spec/kvCacheOffloading",
                            "/spec/prefill/kvCacheOffloading",
                            "/spec/model/confidential")
                    .map(JsonPointer::compile)
                    .toList();

    private LlmConversion() {}

    /// The resource as `v1alpha2`, which is the version that is stored.
    public static ObjectNode toV1alpha2(ObjectNode resource) {
        ObjectNode converted = resource.deepCopy();
        if (is(resource, LlmVersion.V1ALPHA2)) {
            return converted;
        }
        converted.put("apiVersion", LlmVersion.V1ALPHA2.apiVersion());
        saveCriticality(converted);
        JsonNode kept = annotation(converted, ONLY_V1ALPHA2);
        NEW_FIELDS.forEach(field -> restore(converted, field, kept));
        restorePool(converted, kept.path(POOL.toString()));
        if (kept.isObject()) {
            removeAnnotation(converted, ONLY_V1ALPHA2);
        }
        return converted;
    }

    /// The resource as `v1alpha1`.
    public static ObjectNode toV1alpha1(ObjectNode resource) {
        ObjectNode converted = resource.deepCopy();
        if (is(resource, LlmVersion.V1ALPHA1)) {
            return converted;
        }
        converted.put("apiVersion", LlmVersion.V1ALPHA1.apiVersion());
        ObjectNode kept = KServeJson.mapper().createObjectNode();
        NEW_FIELDS.forEach(field -> keep(converted, field, kept));
        keepPool(converted, kept);
        if (!kept.isEmpty()) {
            annotate(converted, ONLY_V1ALPHA2, KServeJson.toJson(kept));
        }
        restoreCriticality(converted);
        return converted;
    }

    private static boolean is(ObjectNode resource, LlmVersion version) {
        return version.apiVersion().equals(resource.path("apiVersion").asText());
    }

    private static void keep(ObjectNode resource, JsonPointer field, ObjectNode kept) {
        if (resource.at(field.head()) instanceof ObjectNode parent) {
            String name = field.last().getMatchingProperty();
            if (parent.has(name)) {
                kept.set(field.toString(), parent.remove(name));
            }
        }
    }

    /// What the field was part of may have been removed in between.
    private static void restore(ObjectNode resource, JsonPointer field, JsonNode kept) {
        if (kept.has(field.toString()) && resource.at(field.head()) instanceof ObjectNode parent) {
            parent.set(field.last().getMatchingProperty(), kept.get(field.toString()));
        }
    }

    private static void keepPool(ObjectNode resource, ObjectNode kept) {
        if (resource.at(POOL) instanceof ObjectNode pool) {
            ObjectNode old = InferencePools.toV1alpha2(pool);
            if (!InferencePools.toV1(old).equals(pool)) {
                kept.set(POOL.toString(), pool);
            }
            ((ObjectNode) resource.at(POOL.head())).set("spec", old);
        }
    }

    private static void restorePool(ObjectNode resource, JsonNode kept) {
        if (resource.at(POOL) instanceof ObjectNode pool) {
            ObjectNode restored =
                    kept instanceof ObjectNode before
                            ? InferencePools.restored(pool, before)
                            : InferencePools.toV1(pool);
            ((ObjectNode) resource.at(POOL.head())).set("spec", restored);
        }
    }

    private static void saveCriticality(ObjectNode resource) {
        if (resource.at("/spec/model") instanceof ObjectNode model) {
            take(model).ifPresent(each -> annotate(resource, MODEL_CRITICALITY, each));
        }
        JsonNode adapters = resource.at("/spec/model/lora/adapters");
        ObjectNode criticalities = KServeJson.mapper().createObjectNode();
        for (int i = 0; i < adapters.size(); i++) {
            if (adapters.get(i) instanceof ObjectNode adapter) {
                String index = String.valueOf(i);
                take(adapter).ifPresent(each -> criticalities.put(index, each));
            }
        }
        if (!criticalities.isEmpty()) {
            annotate(resource, ADAPTER_CRITICALITIES, KServeJson.toJson(criticalities));
        }
    }

    private static Optional<String> take(ObjectNode model) {
        String criticality = model.path(CRITICALITY).asText("");
        if (criticality.isEmpty()) {
            return Optional.empty();
        }
        model.remove(CRITICALITY);
        return Optional.of(criticality);
    }

    private static void restoreCriticality(ObjectNode resource) {
        String criticality = resource.at("/metadata/annotations").path(MODEL_CRITICALITY).asText();
        if (!criticality.isEmpty() && resource.at("/spec/model") instanceof ObjectNode model) {
            model.put(CRITICALITY, criticality);
            removeAnnotation(resource, MODEL_CRITICALITY);
        }
        JsonNode criticalities = annotation(resource, ADAPTER_CRITICALITIES);
        JsonNode adapters = resource.at("/spec/model/lora/adapters");
        for (int i = 0; i < adapters.size(); i++) {
            JsonNode each = criticalities.get(String.valueOf(i));
            if (each != null && adapters.get(i) instanceof ObjectNode adapter) {
                adapter.set(CRITICALITY, each);
            }
        }
        if (criticalities.isObject()) {
            removeAnnotation(resource, ADAPTER_CRITICALITIES);
        }
    }

    /// The JSON object that the annotation holds, or what is none: what cannot be read was not
    /// written here and stays where it is.
    private static JsonNode annotation(ObjectNode resource, String key) {
        String text = resource.at("/metadata/annotations").path(key).asText("");
        try {
            return KServeJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static void annotate(ObjectNode resource, String key, String value) {
        resource.withObjectProperty("metadata").withObjectProperty("annotations").put(key, value);
    }

    private static void removeAnnotation(ObjectNode resource, String key) {
        if (resource.at("/metadata/annotations") instanceof ObjectNode annotations) {
            annotations.remove(key);
            if (annotations.isEmpty()) {
                resource.withObjectProperty("metadata").remove("annotations");
            }
        }
    }
}
