package io.gantry.loader.peer;

import io.gantry.problem.Problem;
import io.gantry.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What this loader gives to others that show the token.
@Path("/v1/peers")
@RunOnVirtualThread
@Tag(name = "Peers")
class PeerResource {

    /// How long a request waits for bytes that are on their way; then it is made again, by who
    /// still wants them.
    private static final Duration WAIT = Duration.ofSeconds(1);

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Holdings holdings;
    private final PeerGate gate;
    private final PeerMetrics metrics;
    private final String instance;

    PeerResource(Holdings holdings, Peers peers, PeerMetrics metrics) {
        this.holdings = holdings;
        this.gate = peers.gate();
        this.metrics = metrics;
        this.instance = peers.instance();
    }

    @GET
    @Path("self")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What this loader calls itself, so that others tell it from themselves")
    @APIResponse(
            responseCode = "200",
            description = "Another one after each start",
            content = @Content(examples = @ExampleObject(name = "one", value = PeerExamples.SELF)))
    @APIResponse(
            responseCode = "401",
            description = "The token is missing or wrong",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "wrong token",
                                            value = PeerExamples.NOT_LET_IN)))
    @APIResponse(
            responseCode = "404",
            description = "Peers are off",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "off", value = PeerExamples.OFF)))
    public Self self(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        gate.admit(authorization);
        return new Self(instance);
    }

    @GET
    @Path("artifacts/{artifact}/files/{path: .+}")
    @Operation(
            summary = "Some bytes of a file that is in this node's cache or on its way there",
            description =
                    "Bytes that are on their way are waited for, for a second. `Content-Digest` is of the bytes as they came to this loader, `Repr-Digest` of the whole file once it is there.")
    @APIResponse(
            responseCode = "206",
            description = "The bytes",
            headers = {
                @Header(name = "Content-Digest", description = "SHA-256 of them (RFC 9530)"),
                @Header(
                        name = "Repr-Digest",
                        description = "SHA-256 of the file, when all is there")
            },
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary"),
                            examples = @ExampleObject(name = "two bytes", value = "ab")))
    @APIResponse(
            responseCode = "401",
            description = "The token is missing or wrong",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "wrong token",
                                            value = PeerExamples.NOT_LET_IN)))
    @APIResponse(
            responseCode = "404",
            description = "The artifact has not been heard of, or peers are off",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(name = "unknown", value = PeerExamples.UNKNOWN)))
    @APIResponse(
            responseCode = "409",
            description = "There are other files under the artifact's id",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "another version",
                                            value = PeerExamples.DIFFERENT)))
    @APIResponse(
            responseCode = "410",
            description = "The artifact is for other nodes",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "elsewhere",
                                            value = PeerExamples.ELSEWHERE)))
    @APIResponse(
            responseCode = "416",
            description = "There is no such range, or it is longer than a piece of 1 MiB",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "no range",
                                            value = PeerExamples.NO_RANGE)))
    @APIResponse(
            responseCode = "503",
            description = "The bytes are still on their way; ask again",
            headers =
                    @Header(
                            name = PeerClient.DONE,
                            description = "How many bytes of the artifact have come"),
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "on their way",
                                            value = PeerExamples.NOT_YET)))
    public Response piece(
            @Parameter(example = "5f3c9a1b2d4e6f70") @PathParam("artifact") String artifact,
            @Parameter(example = "weights/model.safetensors") @PathParam("path") String path,
            @Parameter(
                            description = "Of the source's listing; it tells versions apart",
                            example =
                                    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                    @QueryParam("fingerprint")
                    @Nullable String fingerprint,
            @Parameter(in = ParameterIn.HEADER, example = "bytes=0-1048575") @HeaderParam("Range")
                    @Nullable String range,
            @Parameter(
                            in = ParameterIn.HEADER,
                            description = "`wait=0` of who does not wait for bytes",
                            example = PeerClient.AT_ONCE)
                    @HeaderParam("Prefer")
                    @Nullable String prefer,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization)
            throws IOException, InterruptedException {
        gate.admit(authorization);
        PieceRange wanted = PieceRange.parse(range);
        String version = fingerprint == null ? "" : fingerprint;
        Duration wait = PeerClient.AT_ONCE.equals(prefer) ? Duration.ZERO : WAIT;
        long until = System.nanoTime() + wait.toNanos();
        while (true) {
            Holding holding = holdings.find(artifact, version, path);
            Optional<Response> answer = answer(holding, wanted);
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() - until >= 0) {
                return notYet(holding);
            }
            Thread.sleep(LOOK);
        }
    }

    /// Empty while the bytes are on their way.
    private Optional<Response> answer(Holding holding, PieceRange wanted) throws IOException {
        return switch (holding) {
            case Holding.Here here -> given(here, wanted);
            case Holding.Different(String found) ->
                    throw new ProblemException(
                            Problem.of(
                                    409,
                                    "other-files",
                                    "There are other files under the artifact's id",
                                    found + "; take it from elsewhere"));
            case Holding.Elsewhere() ->
                    throw new ProblemException(
                            Problem.of(
                                    410,
                                    "left-to-other-nodes",
                                    "Other nodes are to have the artifact",
                                    "This one does not load it; ask those"));
            case Holding.Nothing() ->
                    throw new ProblemException(
                            Problem.of(
                                    404,
                                    "artifact-not-found",
                                    "The node does not know the artifact",
                                    "It is neither cached nor on its way; GET /v1/artifacts lists what is"));
        };
    }

    private Optional<Response> given(Holding.Here here, PieceRange wanted) throws IOException {
        wanted.requireWithin(here.size());
        Optional<PieceFile> piece = PieceFile.open(here.file(), wanted);
        if (piece.isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> asItCame = here.asItCame(wanted);
        byte[] sha256 = asItCame.isPresent() ? asItCame.get() : piece.get().sha256();
        metrics.sent(wanted.length());
        Response.ResponseBuilder answer =
                Response.status(Response.Status.PARTIAL_CONTENT)
                        .type(MediaType.APPLICATION_OCTET_STREAM)
                        .header("Content-Range", wanted.of(here.size()))
                        .header(ContentDigest.CONTENT, ContentDigest.field(sha256))
                        .entity(piece.get());
        here.whole()
                .ifPresent(whole ->
                        answer.header(
                                ContentDigest.REPRESENTATION, ContentDigest.fieldOfHex(whole)));
        return Optional.of(answer.build());
    }

    private static Response notYet(Holding holding) {
        long done =
                holding instanceof Holding.Arriving arriving
                        ? arriving.download().job().progress().done()
                        : 0;
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.RETRY_AFTER, 0)
                .header(PeerClient.DONE, done)
                .entity(
                        Problem.of(
                                503,
                                "not-yet-here",
                                "The bytes are on their way",
                                "The node has %d bytes of the artifact; ask again".formatted(done)))
                .build();
    }

    /// @param instance what the loader calls itself
    @RegisterForReflection
    record Self(String instance) {}
}
