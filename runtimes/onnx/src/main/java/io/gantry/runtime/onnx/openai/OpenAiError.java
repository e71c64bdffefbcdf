package io.gantry.runtime.onnx.openai;

import io.gantry.runtime.onnx.refusal.RefusedException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// OpenAI's error body.
record OpenAiError(Detail error) {

    record Detail(String message, String type, @Nullable String param, @Nullable String code) {}

    static Response response(InvalidRequest invalid) {
        return response(
                400,
                new Detail(
                        String.valueOf(invalid.getMessage()),
                        "invalid_request_error",
                        invalid.parameter(),
                        invalid.code()));
    }

    static Response response(RefusedException refused) {
        String message = refused.explanation();
        Detail detail =
                switch (refused.reason()) {
                    case BAD_INPUT, TOO_LARGE ->
                            new Detail(message, "invalid_request_error", null, null);
                    case UNKNOWN ->
                            new Detail(
                                    message, "invalid_request_error", "model", "model_not_found");
                    case NOT_READY, BUSY -> new Detail(message, "server_error", null, "overloaded");
                    case FAILED -> new Detail(message, "server_error", null, null);
                };
        return response(refused.reason().status(), detail);
    }

    private static Response response(int status, Detail detail) {
        Response.ResponseBuilder response =
                Response.status(status)
                        .entity(new OpenAiError(detail))
                        .type(MediaType.APPLICATION_JSON);
        return (status == 503 ? response.header("Retry-After", 1) : response).build();
    }
}
