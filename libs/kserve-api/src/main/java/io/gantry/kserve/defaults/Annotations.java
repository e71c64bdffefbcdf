package io.gantry.kserve.defaults;

import io.gantry.kserve.api.InferenceService;

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
        String mode = service.annotation(DEPLOYMENT_MODE);
        return mode == null ? KNATIVE : currentMode(mode);
    }

    /// Whether the service is to be taken down and kept.
    public static boolean stopped(InferenceService service) {
        return "true".equalsIgnoreCase(service.annotation(STOP));
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
