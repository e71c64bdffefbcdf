package io.gantry.registry.kube;

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

@Path("/apis/serving.kserve.io/v1alpha1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes({
    MediaType.APPLICATION_JSON,
    MediaTypes.YAML,
    MediaTypes.TEXT_YAML,
    MediaTypes.X_YAML,
    MediaTypes.TEXT_X_YAML
})
@Tag(
        name = "ServingRuntimes",
        description =
                "KServe's API, serving.kserve.io/v1alpha1: what can serve models, of one namespace")
@APIResponse(responseCode = "503", ref = "UnavailableStatus")
class ServingRuntimeResource {

    private final Exchange<ServingRuntime, StoredRuntime> exchange;

    ServingRuntimeResource(Runtimes runtimes) {
        this.exchange = new Exchange<>(new RuntimeObjects(KubeKind.SERVING_RUNTIME, runtimes));
    }

    @GET
    @Operation(
            operationId = "listV1alpha1Resources",
            summary = "List the kinds of resources of v1alpha1")
    @APIResponse(responseCode = "200", ref = "APIResourceList")
    @APIResponse(responseCode = "406", ref = "NotAcceptableStatus")
    public Response resources() {
        return Answers.json(200, Discovery.resources("v1alpha1"));
    }

    @GET
    @Path("servingruntimes")
    @Operation(
            operationId = "listServingRuntimeOfAllNamespaces",
            summary = "List ServingRuntimes of all namespaces")
    @Parameter(ref = "labelSelector")
    @Parameter(ref = "fieldSelector")
    @Parameter(ref = "limit")
    @Parameter(ref = "continue")
    @APIResponse(responseCode = "200", ref = "ServingRuntimeList")
    @APIResponse(responseCode = "400", ref = "BadRequestStatus")
    public Uni<Response> listAll(@Context UriInfo uri) {
        return exchange.list(null, uri.getQueryParameters());
    }

    @GET
    @Path("namespaces/{namespace}/servingruntimes")
    @Operation(operationId = "listServingRuntime", summary = "List ServingRuntimes of a namespace")
    @Parameter(ref = "labelSelector")
    @Parameter(ref = "fieldSelector")
    @Parameter(ref = "limit")
    @Parameter(ref = "continue")
    @APIResponse(responseCode = "200", ref = "ServingRuntimeList")
    @APIResponse(responseCode = "400", ref = "BadRequestStatus")
    public Uni<Response> list(String namespace, @Context UriInfo uri) {
        return exchange.list(namespace, uri.getQueryParameters());
    }

    @POST
    @Path("namespaces/{namespace}/servingruntimes")
    @Operation(
            operationId = "createServingRuntime",
            summary = "Create a ServingRuntime",
            description =
                    "Takes KServe's manifest as JSON or YAML. Members that Gantry does not know are kept.")
    @RequestBody(ref = "ServingRuntime")
    @APIResponse(responseCode = "201", ref = "ServingRuntime")
    @APIResponse(responseCode = "400", ref = "BadRequestStatus")
    @APIResponse(responseCode = "409", ref = "AlreadyExistsStatus")
    @APIResponse(responseCode = "413", ref = "TooLargeStatus")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaTypeStatus")
    @APIResponse(responseCode = "422", ref = "InvalidStatus")
    public Uni<Response> create(String namespace, String body) {
        return exchange.create(namespace, body);
    }

    @GET
    @Path("namespaces/{namespace}/servingruntimes/{name}")
    @Operation(operationId = "readServingRuntime", summary = "Read a ServingRuntime")
    @APIResponse(responseCode = "200", ref = "ServingRuntime")
    @APIResponse(responseCode = "404", ref = "NotFoundStatus")
    public Uni<Response> get(String namespace, String name) {
        return exchange.get(namespace, name);
    }

    @PUT
    @Path("namespaces/{namespace}/servingruntimes/{name}")
    @Operation(
            operationId = "replaceServingRuntime",
            summary = "Replace a ServingRuntime",
            description =
                    "With metadata.resourceVersion only that version is replaced; without, whatever is there.")
    @RequestBody(ref = "ServingRuntime")
    @APIResponse(responseCode = "200", ref = "ServingRuntime")
    @APIResponse(responseCode = "400", ref = "BadRequestStatus")
    @APIResponse(responseCode = "404", ref = "NotFoundStatus")
    @APIResponse(responseCode = "409", ref = "ConflictStatus")
    @APIResponse(responseCode = "413", ref = "TooLargeStatus")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaTypeStatus")
    @APIResponse(responseCode = "422", ref = "InvalidStatus")
    public Uni<Response> replace(String namespace, String name, String body) {
        return exchange.replace(namespace, name, body);
    }

    @DELETE
    @Path("namespaces/{namespace}/servingruntimes/{name}")
    @Operation(
            operationId = "deleteServingRuntime",
            summary = "Delete a ServingRuntime",
            description = "New predictors cannot use it any more; running ones stay.")
    @APIResponse(responseCode = "200", ref = "DeletedStatus")
    @APIResponse(responseCode = "404", ref = "NotFoundStatus")
    public Uni<Response> delete(String namespace, String name) {
        return exchange.delete(namespace, name);
    }
}
