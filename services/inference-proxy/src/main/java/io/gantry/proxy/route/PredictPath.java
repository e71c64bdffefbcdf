package io.gantry.proxy.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import java.util.Comparator;
import java.util.stream.Stream;

/// Where a step of a graph posts to when it names a service (`GetPredictorEndpoint` in
/// `pkg/controller/v1beta1/inferenceservice/utils`): by what the newest revision says of its
/// protocol and its model's name.
///
/// A runtime's own protocols are not looked at: a model that speaks only v2 has to say so by
/// `protocolVersion`, as it has to in KServe where it names no runtime.
final class PredictPath {

    private static final String NAME_ARGUMENT = "--model_name=";

    private PredictPath() {}

    static String of(InferenceServiceApplied service) {
        JsonNode predictor =
                service.revisions().stream()
                        .max(Comparator.comparingInt(Revision::number))
                        .map(Revision::predictor)
                        .orElse(service.manifest());
        if (predictor.has("llm")) {
            return "/v1/chat/completions";
        }
        JsonNode model = predictor.path("model");
        JsonNode container = model.isObject() ? model : predictor.path("containers").path(0);
        String name = modelName(container, service.name());
        return isV2(model, container)
                ? "/v2/models/%s/infer".formatted(name)
                : "/v1/models/%s:predict".formatted(name);
    }

    private static boolean isV2(JsonNode model, JsonNode container) {
        String protocol =
                model.isObject()
                        ? model.path("protocolVersion").asText()
                        : env(container, "PROTOCOL");
        return protocol.equals("v2") || protocol.equals("grpc-v2");
    }

    private static String modelName(JsonNode container, String service) {
        String byServer = env(container, "MLSERVER_MODEL_NAME");
        if (!byServer.isEmpty()) {
            return byServer;
        }
        return elements(container.path("args"))
                .map(JsonNode::asText)
                .filter(argument -> argument.startsWith(NAME_ARGUMENT))
                .map(argument -> argument.substring(NAME_ARGUMENT.length()))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(service);
    }

    private static String env(JsonNode container, String name) {
        return elements(container.path("env"))
                .filter(variable -> variable.path("name").asText().equals(name))
                .map(variable -> variable.path("value").asText())
                .findFirst()
                .orElse("");
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return list.valueStream();
    }
}
