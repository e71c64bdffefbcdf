package io.gantry.kserve.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ModelFormat;
import io.gantry.kserve.api.ModelSpec;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What KServe's mutating webhook does to an InferenceService.
///
/// Left out on purpose: default resources for custom containers, because an unasked limit of 1 CPU
/// and 2 GiB kills more models than it protects, and the labels of KServe's local model cache.
public final class Defaulting {
    /// Where a runtime finds the model's files.
    public static final String MODEL_DIRECTORY = "/mnt/models";

    /// The container that serves the model, by KServe's name.
    public static final String PREDICTOR_CONTAINER = "kserve-container";

    /// The container of a transformer that shares the predictor's pod, by KServe's name.
    public static final String TRANSFORMER_CONTAINER = "transformer-container";

    /// Runtimes for these came with protocol v2 only, so their old fields never meant v1.
    private static final Set<String> FIELDS_OF_V2 = Set.of("triton", "onnx", "huggingface");

    private static final Set<String> FORMATS_OF_V2 = Set.of("triton", "vLLM");

    private Defaulting() {}

    /// The service as KServe would store it. Applying it twice is applying it once.
    public static InferenceService apply(InferenceService service) {
        ObjectNode tree = KServeJson.tree(service);
        if (tree.get("spec") instanceof ObjectNode spec) {
            overwrite(spec, "predictor");
            overwrite(spec, "transformer");
            overwrite(spec, "explainer");
            if (spec.get("default") instanceof ObjectNode stable) {
                overwrite(stable, "predictor");
                overwrite(stable, "transformer");
                overwrite(stable, "explainer");
            }
            spec.path("canary").forEach(canary -> overwrite((ObjectNode) canary, "predictor"));
            annotate(tree, format(spec));
        }
        return KServeJson.read(tree, InferenceService.class);
    }

    /// The component with the framework's field turned into `model`, and with KServe's defaults.
    public static Component component(Component component) {
        ObjectNode tree = KServeJson.tree(component);
        modelOf(component, tree);
        if (!tree.has("minReplicas")) {
            tree.put("minReplicas", 1);
        }
        tree.path("storageUris")
                .forEach(uri -> {
                    if (!uri.hasNonNull("mountPath")) {
                        ((ObjectNode) uri).put("mountPath", MODEL_DIRECTORY);
                    }
                });
        nameContainer(tree);
        return KServeJson.read(tree, Component.class);
    }

    /// A container that is alone, or has no name, is the one that serves.
    private static void nameContainer(ObjectNode tree) {
        JsonNode containers = tree.path("containers");
        if (!tree.has("model") && containers.path(0) instanceof ObjectNode first) {
            if (containers.size() == 1 || first.path("name").asText().isEmpty()) {
                first.put("name", PREDICTOR_CONTAINER);
            }
        }
    }

    private static void overwrite(ObjectNode parent, String field) {
        if (parent.get(field) instanceof ObjectNode tree) {
            Component component = KServeJson.read(tree, Component.class);
            parent.set(field, KServeJson.tree(component(component)));
        }
    }

    private static void modelOf(Component component, ObjectNode tree) {
        Map<String, ModelSpec> frameworks = component.frameworks();
        if (component.model() != null) {
            tree.set("model", KServeJson.tree(withProtocol(component.model(), FORMATS_OF_V2)));
        } else if (frameworks.size() == 1) {
            Map.Entry<String, ModelSpec> only = frameworks.entrySet().iterator().next();
            ObjectNode model = KServeJson.mapper().createObjectNode();
            model.putObject("modelFormat").put("name", only.getKey());
            model.setAll(KServeJson.tree(only.getValue()));
            tree.remove(only.getKey());
            ModelSpec spec = KServeJson.read(model, ModelSpec.class);
            tree.set("model", KServeJson.tree(withProtocol(spec, FIELDS_OF_V2)));
        }
    }

    private static ModelSpec withProtocol(ModelSpec model, Set<String> formatsOfV2) {
        ModelFormat format = model.modelFormat();
        boolean v2 =
                model.protocolVersion() == null
                        && format != null
                        && format.name() != null
                        && formatsOfV2.contains(format.name());
        return v2
                ? KServeJson.edited(
                        model, ModelSpec.class, tree -> tree.put("protocolVersion", Protocol.V2))
                : model;
    }

    private static @Nullable String format(ObjectNode spec) {
        String name =
                spec.path("predictor").path("model").path("modelFormat").path("name").asText();
        return name.isEmpty() ? null : name;
    }

    private static void annotate(ObjectNode service, @Nullable String format) {
        ObjectNode annotations = service.withObject("/metadata/annotations");
        if (annotations.hasNonNull(Annotations.DEPLOYMENT_MODE)) {
            String mode = annotations.get(Annotations.DEPLOYMENT_MODE).asText();
            annotations.put(Annotations.DEPLOYMENT_MODE, Annotations.currentMode(mode));
        }
        if (format != null && !annotations.has(Annotations.MODEL_FORMAT)) {
            annotations.put(Annotations.MODEL_FORMAT, format);
        }
        if (annotations.isEmpty()) {
            ((ObjectNode) service.get("metadata")).remove("annotations");
        }
    }
}
