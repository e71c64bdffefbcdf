package io.gantry.registry.manifest;

import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.problem.ProblemException;
import io.gantry.registry.kube.MediaTypes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/manifests")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Manifests", description = "Files of manifests, applied as a whole")
class ManifestResource {

    private static final int MULTI_STATUS = 207;

    private final Documents documents;

    ManifestResource(Documents documents) {
        this.documents = documents;
    }

    @POST
    @Consumes({
        MediaType.APPLICATION_JSON,
        MediaTypes.YAML,
        MediaTypes.TEXT_YAML,
        MediaTypes.X_YAML,
        MediaTypes.TEXT_X_YAML
    })
    @Operation(
            operationId = "applyManifests",
            summary = "Create or replace what manifests describe",
            description =
                    "Takes YAML or JSON documents, or a v1 List, and applies them one after the other. Each document"
                            + " has its own outcome; one that is refused does not keep the others from being applied."
                            + " Documents without a namespace go to the namespace default.")
    @RequestBody(ref = "Manifests")
    @APIResponse(responseCode = "200", ref = "ManifestsApplied")
    @APIResponse(responseCode = "207", ref = "ManifestsRefused")
    @APIResponse(responseCode = "400", ref = "UnreadableProblem")
    @APIResponse(responseCode = "413", ref = "TooLargeProblem")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaTypeProblem")
    @APIResponse(responseCode = "503", ref = "UnavailableProblem")
    public Uni<Response> apply(String body) {
        List<Manifest> manifests = Manifests.read(body);
        if (manifests.isEmpty()) {
            throw new ProblemException(
                    DocumentResults.unreadable(
                            "The body has no documents; send manifests as YAML or JSON"));
        }
        return Multi.createFrom()
                .iterable(manifests)
                .onItem()
                .transformToUniAndConcatenate(documents::apply)
                .collect()
                .asList()
                .map(ManifestResource::answer);
    }

    private static Response answer(List<DocumentResult> results) {
        if (results.stream().noneMatch(DocumentResult::readable)) {
            throw new ProblemException(Objects.requireNonNull(results.getFirst().problem()));
        }
        boolean all = results.stream().allMatch(DocumentResult::applied);
        return Response.status(all ? 200 : MULTI_STATUS)
                .entity(new ManifestsAnswer(results))
                .build();
    }
}
