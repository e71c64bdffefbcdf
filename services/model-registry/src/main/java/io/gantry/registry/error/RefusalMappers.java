package io.gantry.registry.error;

import io.quarkus.logging.Log;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Answers for requests that reached no endpoint, or that one could not finish.
class RefusalMappers {

    /// A chain of causes may be a circle.
    private static final int MAX_CAUSES = 10;

    /// PostgreSQL's classes of errors of connections, and of an operator's intervention.
    private static final List<String> SHUTTING_DOWN = List.of("08", "57P");

    @ServerExceptionMapper
    public Response refused(WebApplicationException exception, ContainerRequestContext request) {
        Response given = exception.getResponse();
        Refusal refusal = refusal(given, exception, request);
        Response.ResponseBuilder answer = answer(refusal, path(request));
        given.getStringHeaders()
                .forEach((name, values) -> {
                    if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                        values.forEach(value -> answer.header(name, value));
                    }
                });
        return answer.build();
    }

    @ServerExceptionMapper
    public Response failed(Exception exception, ContainerRequestContext request) {
        if (outOfReach(exception)) {
            Log.warnf("The database does not answer path=%s reason=%s", path(request), exception);
            Refusal refusal =
                    new Refusal(
                            503,
                            "ServiceUnavailable",
                            "The registry cannot answer now",
                            "The registry's database does not answer; nothing was changed, try again");
            return answer(refusal, path(request)).header(HttpHeaders.RETRY_AFTER, 5).build();
        }
        String incident = UUID.randomUUID().toString();
        Log.errorf(exception, "A request failed incident=%s path=%s", incident, path(request));
        Refusal refusal =
                new Refusal(
                        500,
                        "InternalError",
                        "The registry failed",
                        "The request failed for a reason that is not yours; the registry's log tells more about incident "
                                + incident);
        return answer(refusal, path(request)).build();
    }

    private static String path(ContainerRequestContext request) {
        return request.getUriInfo().getPath();
    }

    private static Response.ResponseBuilder answer(Refusal refusal, String path) {
        return Response.status(refusal.code())
                .type(refusal.mediaType(path))
                .entity(refusal.body(path));
    }

    private static Refusal refusal(
            Response given, Exception exception, ContainerRequestContext request) {
        int code = given.getStatus();
        return switch (code) {
            case 404 ->
                    new Refusal(
                            404,
                            "NotFound",
                            "There is no such address",
                            "There is nothing at %s; /q/openapi lists what there is"
                                    .formatted(path(request)));
            case 405 ->
                    new Refusal(
                            405,
                            "MethodNotAllowed",
                            "The address does not take this method",
                            "%s does not take %s; /q/openapi lists what it takes"
                                    .formatted(path(request), request.getMethod()));
            case 406 ->
                    new Refusal(
                            406,
                            "NotAcceptable",
                            "There is no answer of that type",
                            "Accept is %s and the answer would be JSON; accept application/json"
                                    .formatted(request.getHeaderString(HttpHeaders.ACCEPT)));
            case 413 -> Refusal.tooLarge("limit");
            case 415 ->
                    new Refusal(
                            415,
                            "UnsupportedMediaType",
                            "The body is of a type that is not read here",
                            "Content-Type is %s; send application/json or, for manifests, application/yaml"
                                    .formatted(request.getHeaderString(HttpHeaders.CONTENT_TYPE)));
            default ->
                    new Refusal(
                            code,
                            code < 500 ? "BadRequest" : "InternalError",
                            "The request cannot be handled",
                            String.valueOf(exception.getMessage()));
        };
    }

    /// Whether what failed is the connection to the database, not what was asked of it.
    private static boolean outOfReach(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .anyMatch(RefusalMappers::isOfTheConnection);
    }

    private static boolean isOfTheConnection(Throwable cause) {
        return switch (cause) {
            case IOException _, TimeoutException _, ClosedConnectionException _ -> true;
            case PgException refused ->
                    SHUTTING_DOWN.stream()
                            .anyMatch(String.valueOf(refused.getSqlState())::startsWith);
            default -> false;
        };
    }
}
