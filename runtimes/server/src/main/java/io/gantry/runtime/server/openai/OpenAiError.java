package io.gantry.runtime.server.openai;

import io.gantry.runtime.server.refusal.RefusedException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// OpenAI's error body.
public record OpenAiError(Detail error) {

    /// What went wrong.
    ///
    /// @param type OpenAI's class of errors
    /// @param param the field of the request that is wrong; null for none
    /// @param code for programs; null for none
    public record Detail(
            String message, String type, @Nullable String param, @Nullable String code) {}

    public static Response response(InvalidRequest invalid) {
        return response(
                400,
                new OpenAiError(
                        new Detail(
                                String.valueOf(invalid.getMessage()),
                                "invalid_request_error",
                                invalid.parameter(),
                                invalid.code())));
    }

    public static Response response(RefusedException refused) {
        return response(refused.reason().status(), of(refused));
    }

    public static OpenAiError of(RefusedException refused) {
        String message = refused.explanation();
        return new OpenAiError(
                switch (refused.reason()) {
                    case BAD_INPUT, TOO_LARGE ->
                            new Detail(message, "invalid_request_error", null, null);
                    case UNKNOWN ->
                            new Detail(
                                    message, "invalid_request_error", "model", "model_not_found");
                    case NOT_READY, BUSY -> new Detail(message, "server_error", null, "overloaded");
                    case FAILED -> new Detail(message, "server_error", null, null);
                });
    }

    private static Response response(int status, OpenAiError error) {
        Response.ResponseBuilder response =
                Response.status(status).entity(error).type(MediaType.APPLICATION_JSON);
        return (status == 503 ? response.header("Retry-After", 1) : response).build();
    }
}
