package io.gantry.runtime.onnx.http;

import io.gantry.runtime.server.http.Json;
import io.gantry.runtime.server.refusal.RefusedException;
import io.quarkus.logging.Log;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Answers every failure with KServe's error body, `{"error": "..."}`.
class ErrorMapping {

    @ServerExceptionMapper
    public Response refused(RefusedException refused) {
        return withRetry(
                        refused,
                        Response.status(refused.reason().status())
                                .entity(body(refused.explanation())))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException failure, UriInfo uri) {
        int status = failure.getResponse().getStatus();
        String explanation =
                switch (status) {
                    case 404 -> "There is nothing at %s.".formatted(uri.getPath());
                    case 405 -> "%s does not answer this method.".formatted(uri.getPath());
                    case 413 -> "The request is larger than the server takes: send fewer rows.";
                    default -> String.valueOf(failure.getMessage());
                };
        return Response.fromResponse(failure.getResponse())
                .entity(body(explanation))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    @ServerExceptionMapper
    public Response broken(RuntimeException failure) {
        Log.error("Request failed unexpectedly", failure);
        return Response.serverError()
                .entity(body("The server failed on this request; its log has the reason."))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    static byte[] body(String explanation) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("error", explanation);
            json.writeEndObject();
        });
    }

    private static ResponseBuilder withRetry(RefusedException refused, ResponseBuilder response) {
        return refused.reason().isTransient() ? response.header("Retry-After", 1) : response;
    }
}
