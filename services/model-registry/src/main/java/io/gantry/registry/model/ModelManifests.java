package io.gantry.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.Keys;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.revision.RevisionPlan;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How the flat fields of a request and the fields of an InferenceService correspond.
final class ModelManifests {

    private static final String MODEL = "spec.predictor.model.";
    private static final String PREDICTOR = "spec.predictor.";
    private static final String METADATA = "metadata.";

    private ModelManifests() {}

    static ObjectNode of(ModelRequest request) {
        ObjectNode manifest = KServeJson.mapper().createObjectNode();
        manifest.put("apiVersion", InferenceService.API_VERSION);
        manifest.put("kind", InferenceService.KIND);
        metadata(request, manifest.putObject("metadata"));
        predictor(request, manifest.putObject("spec").putObject("predictor"));
        return manifest;
    }

    /// The request's path of what an InferenceService has at this path.
    static String inFieldsOfRequest(String path) {
        String sha256 = METADATA + "annotations." + RevisionPlan.SHA256_ANNOTATION;
        return path.replace(sha256, "sha256")
                .replace(MODEL, "")
                .replace(PREDICTOR + "timeout", "timeoutSeconds")
                .replace(PREDICTOR, "")
                .replace(METADATA, "");
    }

    private static void metadata(ModelRequest request, ObjectNode metadata) {
        metadata.put("name", request.name());
        metadata.put(
                "namespace",
                request.namespace() == null ? Keys.DEFAULT_NAMESPACE : request.namespace());
        set(metadata, "labels", request.labels());
        set(metadata, "annotations", request.annotations());
        if (request.sha256() != null) {
            metadata.withObjectProperty("annotations")
                    .put(RevisionPlan.SHA256_ANNOTATION, request.sha256().toLowerCase(Locale.ROOT));
        }
    }

    private static void predictor(ModelRequest request, ObjectNode predictor) {
        set(predictor, "minReplicas", request.minReplicas());
        set(predictor, "maxReplicas", request.maxReplicas());
        set(predictor, "scaleTarget", request.scaleTarget());
        set(predictor, "scaleMetric", request.scaleMetric());
        set(predictor, "containerConcurrency", request.containerConcurrency());
        set(predictor, "timeout", request.timeoutSeconds());
        ObjectNode model = predictor.putObject("model");
        JsonNode format = request.modelFormat();
        if (format != null && format.isTextual()) {
            model.putObject("modelFormat").set("name", format);
        } else {
            set(model, "modelFormat", format);
        }
        set(model, "runtime", request.runtime());
        set(model, "protocolVersion", request.protocolVersion());
        set(model, "storageUri", request.storageUri());
        set(model, "args", request.args());
        set(model, "env", environment(request.env()));
        set(model, "resources", request.resources());
    }

    private static @Nullable JsonNode environment(@Nullable JsonNode env) {
        if (env == null || !env.isObject()) {
            return env;
        }
        var list = KServeJson.mapper().createArrayNode();
        env.properties()
                .forEach(variable ->
                        list.addObject()
                                .put("name", variable.getKey())
                                .set("value", variable.getValue()));
        return list;
    }

    private static void set(ObjectNode parent, String field, @Nullable Object value) {
        if (value != null) {
            parent.set(field, KServeJson.mapper().valueToTree(value));
        }
    }
}
