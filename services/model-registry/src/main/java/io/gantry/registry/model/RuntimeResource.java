package io.gantry.registry.model;

import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.runtime.Runtimes;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/runtimes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runtimes", description = "What serves models; changed by /apis and /v1/manifests")
@APIResponse(responseCode = "503", ref = "UnavailableProblem")
class RuntimeResource {

    private final Runtimes runtimes;

    RuntimeResource(Runtimes runtimes) {
        this.runtimes = runtimes;
    }

    @GET
    @Operation(
            operationId = "listRuntimes",
            summary = "List runtimes and the formats that they take",
            description =
                    "Those of the cluster, which all namespaces can use, or those of a namespace; by name, in pages.")
    @APIResponse(responseCode = "200", ref = "RuntimePage")
    @APIResponse(responseCode = "400", ref = "ParameterProblem")
    public Uni<RuntimePage> list(
            @Parameter(
                            description = "Those of this namespace instead of the cluster's",
                            example = "default")
                    @QueryParam("namespace")
                    @Nullable String namespace,
            @Parameter(
                            description = "The next of the page before, to have what comes behind",
                            example = "onnx")
                    @QueryParam("after")
                    @Nullable String after,
            @Parameter(
                            description = "How many at most, 1 to 1000; 100 when left out",
                            example = "20")
                    @QueryParam("limit")
                    @Nullable String limit) {
        return runtimes.list(given(namespace), given(after), ModelQuery.size(limit))
                .map(RuntimeResource::page);
    }

    @GET
    @Path("{name}")
    @Operation(operationId = "getRuntime", summary = "Show a runtime and the formats that it takes")
    @APIResponse(responseCode = "200", ref = "Runtime")
    @APIResponse(responseCode = "404", ref = "RuntimeNotFoundProblem")
    public Uni<RuntimeView> get(
            String name,
            @Parameter(
                            description = "That of this namespace instead of the cluster's",
                            example = "default")
                    @QueryParam("namespace")
                    @Nullable String namespace) {
        return runtimes.find(given(namespace), name)
                .map(found ->
                        found.map(RuntimeView::of)
                                .orElseThrow(
                                        () -> ModelProblems.noRuntime(given(namespace), name)));
    }

    private static RuntimePage page(Listed<ServingRuntime> listed) {
        return new RuntimePage(
                listed.items().stream().map(RuntimeView::of).toList(),
                listed.more() ? listed.items().getLast().name() : null);
    }

    private static @Nullable String given(@Nullable String parameter) {
        return parameter == null || parameter.isEmpty() ? null : parameter;
    }
}
