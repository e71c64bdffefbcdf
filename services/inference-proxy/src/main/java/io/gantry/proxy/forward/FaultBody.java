package io.gantry.proxy.forward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.problem.Problem;
import io.gantry.proxy.route.Protocol;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;

/// Puts faults into the words of a request's protocol.
@Singleton
class FaultBody {

    private static final String JSON = "application/json";

    private final ObjectMapper json;

    FaultBody(ObjectMapper json) {
        this.json = json;
    }

    String mediaType(Protocol protocol) {
        return protocol == Protocol.OTHER ? Problem.MEDIA_TYPE : JSON;
    }

    Buffer of(Protocol protocol, Fault fault) {
        return switch (protocol) {
            case V1, V2 ->
                    write(JsonNodeFactory.instance.objectNode().put("error", fault.detail()));
            case OPENAI -> write(openAi(fault));
            case ANTHROPIC -> write(anthropic(fault));
            case GRPC -> throw new IllegalArgumentException("A call's faults are statuses");
            case OTHER ->
                    write(Problem.of(fault.status(), fault.slug(), fault.title(), fault.detail()));
        };
    }

    /// The fault as the last event of a stream of server-sent events.
    Buffer event(Protocol protocol, Fault fault) {
        return Buffer.buffer(protocol == Protocol.ANTHROPIC ? "event: error\ndata: " : "data: ")
                .appendBuffer(of(protocol, fault))
                .appendString("\n\n");
    }

    private static ObjectNode openAi(Fault fault) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.putObject("error")
                .put("message", fault.detail())
                .put("type", fault.status() < 500 ? "invalid_request_error" : "server_error")
                .put("param", fault.param())
                .put("code", fault.slug().replace('-', '_'));
        return error;
    }

    private static ObjectNode anthropic(Fault fault) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "error");
        body.putObject("error").put("type", anthropicType(fault)).put("message", fault.detail());
        return body;
    }

    private static String anthropicType(Fault fault) {
        return switch (fault.status()) {
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 503 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> fault.status() < 500 ? "invalid_request_error" : "api_error";
        };
    }

    private Buffer write(Object body) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write an error as JSON", e);
        }
    }
}
