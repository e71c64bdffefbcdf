package io.gantry.kserve.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import org.jspecify.annotations.Nullable;

/// What KServe fills in once the runtime is chosen: the protocol, and what MLServer, TorchServe and
/// Triton need to be told.
public final class RuntimeDefaults {
    private static final String PROTOCOL = "protocolVersion";

    private RuntimeDefaults() {}

    /// The service whose `spec.predictor` the runtime was chosen for, completed for that runtime. A
    /// predictor without a model is left alone.
    public static InferenceService apply(InferenceService service, ServingRuntime runtime) {
        return KServeJson.edited(
                service,
                InferenceService.class,
                tree -> {
                    if (tree.at("/spec/predictor/model") instanceof ObjectNode model) {
                        complete(tree, model, runtime);
                    }
                });
    }

    private static void complete(ObjectNode service, ObjectNode model, ServingRuntime runtime) {
        String type = ServerType.of(runtime);
        switch (type == null ? "" : type) {
            case ServerType.MLSERVER -> mlserver(service, model);
            case ServerType.TORCHSERVE -> torchserve(service, model);
            case ServerType.TRITON -> triton(model);
            default -> {
                // The other servers need nothing said beyond their runtime's own arguments.
            }
        }
        String lowest =
                runtime.spec() == null ? null : Protocol.lowest(runtime.spec().protocolVersions());
        setIfAbsent(model, PROTOCOL, lowest == null ? Protocol.V1 : lowest);
    }

    private static void mlserver(ObjectNode service, ObjectNode model) {
        setIfAbsent(model, PROTOCOL, Protocol.V2);
        if (hasStorage(model)) {
            addEnv(model, "MLSERVER_MODEL_NAME", service.at("/metadata/name").asText());
            addEnv(model, "MLSERVER_MODEL_URI", Defaulting.MODEL_DIRECTORY);
        } else {
            addEnv(model, "MLSERVER_LOAD_MODELS_AT_STARTUP", "false");
        }
        String modelClass =
                switch (model.at("/modelFormat/name").asText()) {
                    case "xgboost" -> "mlserver_xgboost.XGBoostModel";
                    case "lightgbm" -> "mlserver_lightgbm.LightGBMModel";
                    case "mlflow" -> "mlserver_mlflow.MLflowRuntime";
                    default -> "mlserver_sklearn.SKLearnModel";
                };
        service.withObject("/metadata/labels").put("modelClass", modelClass);
    }

    private static void torchserve(ObjectNode service, ObjectNode model) {
        setIfAbsent(model, PROTOCOL, Protocol.V1);
        String protocol = model.path(PROTOCOL).asText();
        boolean v2 = protocol.equals(Protocol.V2) || protocol.equals(Protocol.GRPC_V2);
        service.withObject("/metadata/labels").put("serviceEnvelope", v2 ? "kservev2" : "kserve");
        addEnv(model, "PROTOCOL_VERSION", protocol);
    }

    private static void triton(ObjectNode model) {
        setIfAbsent(model, PROTOCOL, Protocol.V2);
        String explicit = "--model-control-mode=explicit";
        if (!hasStorage(model)) {
            for (JsonNode arg : model.path("args")) {
                if (arg.asText().equals(explicit)) {
                    return;
                }
            }
            model.withArray("args").add(explicit);
        }
    }

    private static boolean hasStorage(ObjectNode model) {
        return model.hasNonNull("storageUri") || model.hasNonNull("storage");
    }

    private static void setIfAbsent(ObjectNode model, String field, @Nullable String value) {
        if (!model.hasNonNull(field)) {
            model.put(field, value);
        }
    }

    private static void addEnv(ObjectNode model, String name, String value) {
        for (JsonNode existing : model.path("env")) {
            if (existing.path("name").asText().equals(name)) {
                return;
            }
        }
        model.withArray("env").addObject().put("name", name).put("value", value);
    }
}
