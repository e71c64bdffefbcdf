package io.gantry.kserve.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.InferenceService;
import org.jspecify.annotations.Nullable;

/// The annotations of KServe that Gantry reads, and their values.
public final class Annotations {
    public static final String DEPLOYMENT_MODE = "serving.kserve.io/deploymentMode";
    public static final String AUTOSCALER_CLASS = "serving.kserve.io/autoscalerClass";
    public static final String STOP = "serving.kserve.io/stop";
    public static final String SERVER_TYPE = "serving.kserve.io/server-type";
    public static final String GPU_RESOURCE_TYPES = "serving.kserve.io/gpu-resource-types";

    /// Not prefixed: runtimes refer to it as `{{.Annotations.modelFormat}}`.
    public static final String MODEL_FORMAT = "modelFormat";

    public static final String STANDARD = "Standard";
    public static final String KNATIVE = "Knative";
    public static final String MODEL_MESH = "ModelMesh";

    private Annotations() {}

    /// The deployment mode under its present name: modes were renamed and old manifests carry the
    /// old names. Knative where the service does not say, as KServe ships.
    public static String deploymentMode(InferenceService service) {
        return mode(service.annotation(DEPLOYMENT_MODE));
    }

    /// That of a resource of a kind without a record.
    public static String deploymentMode(JsonNode resource) {
        return mode(annotation(resource, DEPLOYMENT_MODE));
    }

    private static String mode(@Nullable String mode) {
        return mode == null ? KNATIVE : currentMode(mode);
    }

    /// Whether the service is to be taken down and kept.
    public static boolean stopped(InferenceService service) {
        return "true".equalsIgnoreCase(service.annotation(STOP));
    }

    /// As above, of a resource of a kind without a record.
    public static boolean stopped(JsonNode resource) {
        return "true".equalsIgnoreCase(annotation(resource, STOP));
    }

    private static @Nullable String annotation(JsonNode resource, String key) {
        return resource.path("metadata").path("annotations").path(key).asText(null);
    }

    /// The present name of a deployment mode.
    public static String currentMode(String mode) {
        return switch (mode) {
            case "RawDeployment" -> STANDARD;
            case "Serverless" -> KNATIVE;
            default -> mode;
        };
    }
}
