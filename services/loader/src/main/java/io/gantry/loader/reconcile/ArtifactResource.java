package io.gantry.loader.reconcile;

import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.ArtifactEvicted;
import io.gantry.events.ArtifactFailed;
import io.gantry.events.ArtifactProgressed;
import io.gantry.events.Failure;
import io.gantry.problem.Problem;
import io.gantry.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// What this node's cache holds.
@Path("/v1/artifacts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class ArtifactResource {

    private static final String EXAMPLE =
            """
            {"artifact": "5f3c9a1b2d4e6f70", "storageUri": "s3://models/minilm", "state": "Cached", "bytesDone": 24012390,
             "bytesTotal": 24012390, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}\
            """;

    private static final String DOWNLOADING =
            """
            {"artifact": "5f3c9a1b2d4e6f70", "storageUri": "s3://models/minilm", "state": "Downloading", "bytesDone": 12006195,
             "bytesTotal": 24012390, "bytesPerSecond": 4002065, "secondsLeft": 3}\
            """;

    private final ArtifactStates states;

    ArtifactResource(ArtifactStates states) {
        this.states = states;
    }

    @GET
    @Operation(summary = "Every artifact of this node, with its state")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            examples =
                                    @ExampleObject(name = "cached", value = "[" + EXAMPLE + "]")))
    public List<Artifact> list() {
        return states.all().stream()
                .sorted(Comparator.comparing(ArtifactEvent::storageUri))
                .map(Artifact::of)
                .toList();
    }

    @GET
    @Path("{artifact}")
    @Operation(summary = "One artifact by its id")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            examples = {
                                @ExampleObject(name = "cached", value = EXAMPLE),
                                @ExampleObject(name = "downloading", value = DOWNLOADING)
                            }))
    @APIResponse(responseCode = "404", description = "This node knows no such artifact")
    public Artifact get(String artifact) {
        return states.find(artifact)
                .map(Artifact::of)
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.of(
                                        404,
                                        "artifact-not-found",
                                        "The node does not know the artifact",
                                        "No artifact %s on this node; GET /v1/artifacts lists them"
                                                .formatted(artifact))));
    }

    /// @param state Downloading, Cached, Failed or Evicted
    /// @param secondsLeft until a download is through, if it goes on as fast
    @RegisterForReflection
    record Artifact(
            String artifact,
            String storageUri,
            String state,
            @Nullable Long bytesDone,
            @Nullable Long bytesTotal,
            @Nullable Long bytesPerSecond,
            @Nullable Long secondsLeft,
            @Nullable String sha256,
            @Nullable Failure failure,
            @Nullable Instant retryAt) {

        static Artifact of(ArtifactEvent event) {
            return switch (event) {
                case ArtifactProgressed progress -> of(progress);
                case ArtifactCached cached -> of(cached);
                case ArtifactFailed failed ->
                        new Artifact(
                                failed.artifact(),
                                failed.storageUri(),
                                "Failed",
                                null,
                                null,
                                null,
                                null,
                                null,
                                failed.failure(),
                                failed.retryAt());
                case ArtifactEvicted evicted ->
                        new Artifact(
                                evicted.artifact(),
                                evicted.storageUri(),
                                "Evicted",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null);
            };
        }

        private static Artifact of(ArtifactProgressed progress) {
            return new Artifact(
                    progress.artifact(),
                    progress.storageUri(),
                    "Downloading",
                    progress.bytesDone(),
                    progress.bytesTotal(),
                    progress.bytesPerSecond(),
                    progress.secondsLeft(),
                    null,
                    null,
                    null);
        }

        private static Artifact of(ArtifactCached cached) {
            return new Artifact(
                    cached.artifact(),
                    cached.storageUri(),
                    "Cached",
                    cached.bytes(),
                    cached.bytes(),
                    null,
                    null,
                    cached.sha256(),
                    null,
                    null);
        }
    }
}
