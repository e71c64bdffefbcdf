package io.gantry.monitor.silence;

import io.gantry.problem.Problem;
import io.gantry.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/silences")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Silences", description = "Which alerts are kept from people for a while")
class SilenceResource {

    private static final String REQUEST =
            """
            {"matchers": {"namespace": "default", "alert": "*Burns*"}, "duration": "2h",
             "comment": "The disks are exchanged", "createdBy": "ada"}
            """;
    private static final String EXAMPLE =
            """
            {"id": "5f2c7e0a-5c0e-4f3e-8f0e-2b8e1c1a9d11", "matchers": {"alert": "*Burns*", "namespace": "default"},
             "comment": "The disks are exchanged", "createdBy": "ada", "startsAt": "2026-03-01T10:15:30.123Z",
             "endsAt": "2026-03-01T12:15:30.123Z"}
            """;
    private static final String INVALID =
            """
            {"type": "urn:gantry:problem:silence-invalid", "title": "The silence cannot be taken", "status": 422,
             "detail": "Correct the fields that are named in errors.",
             "errors": [{"field": "duration", "message": "Give either duration or endsAt."}]}
            """;
    private static final String NOT_FOUND =
            """
            {"type": "urn:gantry:problem:silence-not-found", "title": "There is no such silence", "status": 404,
             "detail": "No silence that lasts has the id 5f2c7e0a. GET /v1/silences lists them."}
            """;

    private final Silences silences;
    private final InstantSource time = InstantSource.system();

    SilenceResource(Silences silences) {
        this.silences = silences;
    }

    @GET
    @Operation(operationId = "listSilences", summary = "List the silences that last")
    @APIResponse(
            responseCode = "200",
            description = "The first to end first",
            content =
                    @Content(
                            schema = @Schema(implementation = SilenceView[].class),
                            examples =
                                    @ExampleObject(
                                            name = "one silence",
                                            value = "[" + EXAMPLE + "]")))
    public List<SilenceView> list() {
        return silences.lasting(time.instant()).stream().map(SilenceView::of).toList();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createSilence",
            summary = "Keep alerts from people for a while",
            description =
                    "Labels are those of the alert's rule and alert, severity, namespace and name. What was told already is told when it is over, too.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = SilenceRequest.class),
                            examples = @ExampleObject(name = "for two hours", value = REQUEST)))
    @APIResponse(
            responseCode = "201",
            description = "It is in force",
            content =
                    @Content(
                            schema = @Schema(implementation = SilenceView.class),
                            examples = @ExampleObject(name = "created", value = EXAMPLE)))
    @APIResponse(
            responseCode = "422",
            description = "Something is wrong with it",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "no end", value = INVALID)))
    public Response create(@Nullable SilenceRequest request) {
        SilenceRequest wanted =
                request == null ? new SilenceRequest(null, null, null, null, null) : request;
        SilenceView view =
                SilenceView.of(silences.create(wanted.check(time.instant()), time.instant()));
        return Response.created(URI.create("/v1/silences/" + view.id())).entity(view).build();
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteSilence", summary = "End a silence before its time")
    @APIResponse(responseCode = "204", description = "It has ended")
    @APIResponse(
            responseCode = "404",
            description = "There is no such silence",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "unknown", value = NOT_FOUND)))
    public void delete(
            @Parameter(example = "5f2c7e0a-5c0e-4f3e-8f0e-2b8e1c1a9d11") @PathParam("id")
                    String id) {
        if (!silences.delete(id, time.instant())) {
            throw new ProblemException(
                    Problem.of(
                            404,
                            "silence-not-found",
                            "There is no such silence",
                            "No silence that lasts has the id %s. GET /v1/silences lists them."
                                    .formatted(id)));
        }
    }
}
