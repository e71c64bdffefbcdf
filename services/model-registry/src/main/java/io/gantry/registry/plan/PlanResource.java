package io.gantry.registry.plan;

import io.gantry.registry.inferenceservice.InferenceServices;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.inferenceservice.StoredService;
import io.gantry.registry.plan.PlanRequest.ModelSize;
import io.gantry.registry.status.ArtifactSizes;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/plan")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Planning", description = "What a model will need")
class PlanResource {

    private final InferenceServices services;
    private final ArtifactSizes sizes;

    PlanResource(InferenceServices services, ArtifactSizes sizes) {
        this.services = services;
        this.sizes = sizes;
    }

    @POST
    @Operation(
            operationId = "planModel",
            summary = "Plan what a model will need",
            description =
                    "Memory, GPUs, replicas and the settings that follow, from the size of a model's files, its"
                            + " config.json, or both. Each figure comes with how it was computed. Changes nothing.")
    @RequestBody(ref = "Plan")
    @APIResponse(responseCode = "200", ref = "Plan")
    @APIResponse(responseCode = "400", ref = "UnreadableProblem")
    @APIResponse(responseCode = "413", ref = "TooLargeProblem")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaTypeProblem")
    @APIResponse(responseCode = "422", ref = "InvalidPlanProblem")
    @APIResponse(responseCode = "503", ref = "UnavailableProblem")
    public Uni<Plan> plan(String body) {
        return sized(read(body)).map(PlanResource::planned);
    }

    private static PlanRequest read(String body) {
        return switch (PlanRequests.read(body)) {
            case PlanReading.Read(PlanRequest request) -> request;
            case PlanReading.Broken broken -> throw PlanProblems.broken(broken);
            case PlanReading.Wrong wrong -> throw PlanProblems.wrong(wrong.errors());
        };
    }

    private static Plan planned(PlanRequest request) {
        try {
            return Planner.plan(request);
        } catch (ArithmeticException e) {
            throw PlanProblems.wrong(List.of(Architectures.BEYOND));
        }
    }

    private Uni<PlanRequest> sized(PlanRequest request) {
        ServiceKey key = request.model();
        if (key == null) {
            return Uni.createFrom().item(request);
        }
        return services.find(key).map(found -> request.withSize(size(key, found)));
    }

    private ModelSize size(ServiceKey key, Optional<StoredService> found) {
        StoredService service =
                found.orElseThrow(() ->
                        PlanProblems.wrong(
                                "model",
                                "is %s/%s, which there is not; GET /v1/models lists those there are"
                                        .formatted(key.namespace(), key.name())));
        return sizes.of(service)
                .map(bytes ->
                        new ModelSize(
                                bytes,
                                "as the loader measured the files of %s/%s"
                                        .formatted(key.namespace(), key.name())))
                .orElseThrow(() ->
                        PlanProblems.wrong(
                                "model",
                                "is %s/%s, whose files are on no node yet; wait for them, or give modelSizeBytes"
                                        .formatted(key.namespace(), key.name())));
    }
}
