package io.gantry.runtime.llamacpp.openai;

import io.gantry.runtime.server.openai.OpenAiError;
import io.gantry.runtime.server.refusal.Reason;
import io.gantry.runtime.server.refusal.RefusedException;
import io.quarkus.logging.Log;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Answers what no resource answers with OpenAI's error object, too.
class UnknownPaths {

    @ServerExceptionMapper
    public Response web(WebApplicationException failure, UriInfo uri) {
        int status = failure.getResponse().getStatus();
        String message =
                switch (status) {
                    case 404 -> "There is nothing at %s.".formatted(uri.getPath());
                    case 405 -> "%s does not answer this method.".formatted(uri.getPath());
                    default -> String.valueOf(failure.getMessage());
                };
        return Response.fromResponse(failure.getResponse())
                .entity(
                        new OpenAiError(
                                new OpenAiError.Detail(
                                        message,
                                        status < 500 ? "invalid_request_error" : "server_error",
                                        null,
                                        null)))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    @ServerExceptionMapper
    public Response broken(RuntimeException failure) {
        Log.error("Request failed unexpectedly", failure);
        return OpenAiError.response(
                new RefusedException(
                        Reason.FAILED,
                        "The server failed on this request; its log has the reason."));
    }
}
