package io.gantry.registry.kube;

import io.gantry.events.Keys;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.runtime.Runtimes;
import io.gantry.registry.runtime.StoredRuntime;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/apis/serving.kserve.io/v1alpha1/clusterservingruntimes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes({
    MediaType.APPLICATION_JSON,
    MediaTypes.YAML,
    MediaTypes.TEXT_YAML,
    MediaTypes.X_YAML,
    MediaTypes.TEXT_X_YAML
})
@Tag(
        name = "ClusterServingRuntimes",
        description =
                "KServe's API, serving.kserve.io/v1alpha1: what can serve models of every namespace")
@APIResponse(responseCode = "503", ref = "UnavailableStatus")
class ClusterServingRuntimeResource {

    private final Exchange<ServingRuntime, StoredRuntime> exchange;

    ClusterServingRuntimeResource(Runtimes runtimes) {
        this.exchange =
                new Exchange<>(new RuntimeObjects(KubeKind.CLUSTER_SERVING_RUNTIME, runtimes));
    }

    @GET
    @Operation(operationId = "listClusterServingRuntime", summary = "List ClusterServingRuntimes")
    @Parameter(ref = "labelSelector")
    @Parameter(ref = "fieldSelector")
    @Parameter(ref = "limit")
    @Parameter(ref = "continue")
    @APIResponse(responseCode = "200", ref = "ClusterServingRuntimeList")
    @APIResponse(responseCode = "400", ref = "BadRequestStatus")
    public Uni<Response> list(@Context UriInfo uri) {
        return exchange.list(Keys.CLUSTER_SCOPE, uri.getQueryParameters());
    }

    @POST
    @Operation(
            operationId = "createClusterServingRuntime",
            summary = "Create a ClusterServingRuntime",
            description =
                    "Takes KServe's manifest as JSON or YAML. Members that Gantry does not know are kept.")
    @RequestBody(ref = "ClusterServingRuntime")
    @APIResponse(responseCode = "201", ref = "ClusterServingRuntime")
    @APIResponse(responseCode = "400", ref = "BadRequestStatus")
    @APIResponse(responseCode = "409", ref = "AlreadyExistsStatus")
    @APIResponse(responseCode = "413", ref = "TooLargeStatus")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaTypeStatus")
    @APIResponse(responseCode = "422", ref = "InvalidStatus")
    public Uni<Response> create(String body) {
        return exchange.create(null, body);
    }

    @GET
    @Path("{name}")
    @Operation(operationId = "readClusterServingRuntime", summary = "Read a ClusterServingRuntime")
    @APIResponse(responseCode = "200", ref = "ClusterServingRuntime")
    @APIResponse(responseCode = "404", ref = "NotFoundStatus")
    public Uni<Response> get(String name) {
        return exchange.get(Keys.CLUSTER_SCOPE, name);
    }

    @PUT
    @Path("{name}")
    @Operation(
            operationId = "replaceClusterServingRuntime",
            summary = "Replace a ClusterServingRuntime",
            description =
                    "With metadata.resourceVersion only that version is replaced; without, whatever is there.")
    @RequestBody(ref = "ClusterServingRuntime")
    @APIResponse(responseCode = "200", ref = "ClusterServingRuntime")
    @APIResponse(responseCode = "400", ref = "BadRequestStatus")
    @APIResponse(responseCode = "404", ref = "NotFoundStatus")
    @APIResponse(responseCode = "409", ref = "ConflictStatus")
    @APIResponse(responseCode = "413", ref = "TooLargeStatus")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaTypeStatus")
    @APIResponse(responseCode = "422", ref = "InvalidStatus")
    public Uni<Response> replace(String name, String body) {
        return exchange.replace(null, name, body);
    }

    @DELETE
    @Path("{name}")
    @Operation(
            operationId = "deleteClusterServingRuntime",
            summary = "Delete a ClusterServingRuntime",
            description = "New predictors cannot use it any more; running ones stay.")
    @APIResponse(responseCode = "200", ref = "DeletedStatus")
    @APIResponse(responseCode = "404", ref = "NotFoundStatus")
    public Uni<Response> delete(String name) {
        return exchange.delete(Keys.CLUSTER_SCOPE, name);
    }
}
