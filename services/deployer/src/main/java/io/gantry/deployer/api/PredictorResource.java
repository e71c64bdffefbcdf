package io.gantry.deployer.api;

import io.gantry.deployer.cluster.ClusterState;
import io.gantry.events.PredictorObserved;
import io.gantry.problem.Problem;
import io.gantry.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The predictors as they were last published.
@Path("/v1/predictors")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Predictors", description = "What runs, as it was last published on gantry.predictors")
class PredictorResource {

    private final ClusterState cluster;

    PredictorResource(ClusterState cluster) {
        this.cluster = cluster;
    }

    @GET
    @Operation(summary = "List all predictors, one for each revision")
    @APIResponse(
            responseCode = "200",
            description = "Ordered by namespace, service and revision",
            content =
                    @Content(
                            schema = @Schema(implementation = PredictorView[].class),
                            examples =
                                    @ExampleObject(
                                            name = "one ready model",
                                            value = Examples.PREDICTORS)))
    public List<PredictorView> list() {
        return cluster.published().stream()
                .sorted(Comparator.comparing(PredictorObserved::key))
                .map(PredictorView::of)
                .toList();
    }

    @GET
    @Path("/{namespace}/{name}")
    @Operation(summary = "List the predictors of one service, one for each revision")
    @APIResponse(
            responseCode = "200",
            description = "Ordered by revision",
            content = @Content(schema = @Schema(implementation = PredictorView[].class)))
    @APIResponse(
            responseCode = "404",
            description = "The deployer knows no such service",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(name = "unknown", value = Examples.NOT_FOUND)))
    public List<PredictorView> get(
            @Parameter(example = "default") @PathParam("namespace") String namespace,
            @Parameter(example = "minilm") @PathParam("name") String name) {
        List<PredictorView> found =
                list().stream()
                        .filter(view ->
                                view.namespace().equals(namespace) && view.name().equals(name))
                        .toList();
        if (found.isEmpty()) {
            throw notFound(namespace, name);
        }
        return found;
    }

    static ProblemException notFound(String namespace, String name) {
        return new ProblemException(
                Problem.of(
                        404,
                        "predictor-not-found",
                        "There is no such predictor",
                        "The deployer runs nothing for %s/%s; GET /v1/predictors lists what it runs."
                                .formatted(namespace, name)));
    }
}
