package io.gantry.monitor.scale;

import io.gantry.events.ScalingDecided;
import io.gantry.monitor.fleet.RevisionId;
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

@Path("/v1/scaling")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Scaling", description = "How many replicas each revision should have, and why")
class ScalingResource {

    private static final String EXAMPLE =
            """
            [{"namespace": "default", "name": "minilm", "revision": "minilm-00001", "replicas": 3,
              "reason": "168 requests in flight on average over the panic window of 6s, at a target of 70 a replica.",
              "rule": "PanicWindow",
              "inputs": {"excessBurstCapacity": -279, "inFlight": 170, "maxReplicas": 5, "minReplicas": 1, "panic": 168,
                         "queued": 0, "ready": 1, "replicas": 3, "stable": 40.5, "target": 70,
                         "wanted": 3},
              "evaluatedAt": "2026-03-01T10:15:30.123Z", "generation": 1772360130123000}]
            """;
    private static final String NOT_FOUND =
            """
            {"type": "urn:gantry:problem:scaling-not-found", "title": "Nothing is scaled under this name", "status": 404,
             "detail": "There is no decision for default/minilm. Check the name with GET /v1/scaling."}
            """;

    private final Decisions decisions;

    ScalingResource(Decisions decisions) {
        this.decisions = decisions;
    }

    @GET
    @Operation(operationId = "listScaling", summary = "List the decisions for all revisions")
    @APIResponse(
            responseCode = "200",
            description = "Ordered by namespace, service and revision",
            content =
                    @Content(
                            schema = @Schema(implementation = ScalingView[].class),
                            examples =
                                    @ExampleObject(name = "under a sudden load", value = EXAMPLE)))
    public List<ScalingView> list() {
        return decisions.standing().stream()
                .sorted(Comparator.comparing(ScalingDecided::key))
                .map(this::view)
                .toList();
    }

    @GET
    @Path("/{namespace}/{name}")
    @Operation(
            operationId = "getScaling",
            summary = "List the decisions for the revisions of one service")
    @APIResponse(
            responseCode = "200",
            description = "Ordered by revision",
            content =
                    @Content(
                            schema = @Schema(implementation = ScalingView[].class),
                            examples =
                                    @ExampleObject(name = "under a sudden load", value = EXAMPLE)))
    @APIResponse(
            responseCode = "404",
            description = "Nothing is scaled under this name",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "unknown", value = NOT_FOUND)))
    public List<ScalingView> get(
            @Parameter(example = "default") @PathParam("namespace") String namespace,
            @Parameter(example = "minilm") @PathParam("name") String name) {
        List<ScalingView> found =
                list().stream()
                        .filter(view ->
                                view.namespace().equals(namespace) && view.name().equals(name))
                        .toList();
        if (found.isEmpty()) {
            throw new ProblemException(
                    Problem.of(
                            404,
                            "scaling-not-found",
                            "Nothing is scaled under this name",
                            "There is no decision for %s/%s. Check the name with GET /v1/scaling."
                                    .formatted(namespace, name)));
        }
        return found;
    }

    private ScalingView view(ScalingDecided decided) {
        RevisionId id = new RevisionId(decided.namespace(), decided.name(), decided.revision());
        return ScalingView.of(decided, decisions.latest(id));
    }
}
