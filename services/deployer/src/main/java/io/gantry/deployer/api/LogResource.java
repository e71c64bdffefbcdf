package io.gantry.deployer.api;

import io.gantry.deployer.cluster.ClusterState;
import io.gantry.deployer.platform.Platform;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorLogs;
import io.gantry.problem.Problem;
import io.gantry.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What predictors have written to standard output and error.
@Path("/v1/predictors/{namespace}/{name}/logs")
@RunOnVirtualThread
@Tag(name = "Predictors")
class LogResource {

    private final ClusterState cluster;
    private final Platform platform;
    private final LogStream stream;

    LogResource(ClusterState cluster, Platform platform, LogStream stream) {
        this.cluster = cluster;
        this.platform = platform;
        this.stream = stream;
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Read the output of a predictor's replica")
    @APIResponse(
            responseCode = "200",
            description = "The output as it was written",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "a start", value = Examples.LOG)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter has a wrong value",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "tail is no number",
                                            value = Examples.WRONG_PARAMETER)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such predictor or replica, or it has written nothing",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(name = "unknown", value = Examples.NOT_FOUND)))
    public StreamingOutput logs(
            @Parameter(example = "default") @PathParam("namespace") String namespace,
            @Parameter(example = "minilm") @PathParam("name") String name,
            @BeanParam LogQuery query,
            @Context HttpServerResponse response) {
        int lines = query.lines();
        BooleanSupplier goesOn = query.goesOn() ? () -> !response.closed() : () -> false;
        PredictorLogs logs = find(namespace, name, query);
        return stream.of(logs, replica(logs, query), lines, goesOn);
    }

    private PredictorLogs find(String namespace, String name, LogQuery query) {
        List<String> revisions =
                cluster.view(namespace, name).published().keySet().stream()
                        .filter(each -> query.revision() == null || query.revision().equals(each))
                        .sorted(Comparator.reverseOrder())
                        .toList();
        if (revisions.isEmpty()) {
            throw PredictorResource.notFound(namespace, name);
        }
        return revisions.stream()
                .flatMap(revision ->
                        platform.logs(new PredictorKey(namespace, name, revision)).stream())
                .findFirst()
                .orElseThrow(() ->
                        nothing(
                                "No replica of %s has written anything yet; GET /v1/predictors/%s/%s tells why none was started."
                                        .formatted(revisions.getFirst(), namespace, name)));
    }

    private static String replica(PredictorLogs logs, LogQuery query) {
        List<String> replicas = logs.replicas();
        if (query.replica() == null) {
            return replicas.getLast();
        }
        if (!replicas.contains(query.replica())) {
            throw nothing(
                    "There is no output of a replica %s; there is of %s."
                            .formatted(query.replica(), String.join(", ", replicas)));
        }
        return query.replica();
    }

    private static ProblemException nothing(String detail) {
        return new ProblemException(
                Problem.of(404, "log-not-found", "There is no such output", detail));
    }
}
