package io.gantry.registry.model;

import io.gantry.registry.inferenceservice.InferenceServices;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.runtime.Runtimes;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/models/{namespace}/{name}/runtimes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runtimes")
@APIResponse(responseCode = "503", ref = "UnavailableProblem")
class ModelRuntimeResource {

    private final InferenceServices services;
    private final Runtimes runtimes;

    ModelRuntimeResource(InferenceServices services, Runtimes runtimes) {
        this.services = services;
        this.runtimes = runtimes;
    }

    @GET
    @Operation(
            operationId = "chooseRuntime",
            summary = "Show which runtime serves a model, which others could, or why none can")
    @APIResponse(responseCode = "200", ref = "RuntimeChoice")
    @APIResponse(responseCode = "404", ref = "ModelNotFoundProblem")
    public Uni<RuntimeChoice> choose(String namespace, String name) {
        ServiceKey key = new ServiceKey(namespace, name);
        return services.find(key)
                .map(found -> found.orElseThrow(() -> ModelProblems.notFound(key)))
                .flatMap(service ->
                        runtimes.catalog(namespace)
                                .map(catalog -> RuntimeChoice.of(service, catalog)));
    }
}
