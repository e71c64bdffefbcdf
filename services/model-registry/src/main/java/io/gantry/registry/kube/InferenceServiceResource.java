package io.gantry.registry.kube;

import io.gantry.kserve.api.InferenceService;
import io.gantry.registry.inferenceservice.StoredService;
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

@Path("/apis/serving.kserve.io/v1beta1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes({
    MediaType.APPLICATION_JSON,
    MediaTypes.YAML,
    MediaTypes.TEXT_YAML,
    MediaTypes.X_YAML,
    MediaTypes.TEXT_X_YAML
})
@Tag(
        name = "InferenceServices",
        description =
                "KServe's API, serving.kserve.io/v1beta1: models and how they are to be served")
@APIResponse(responseCode = "503", ref = "UnavailableStatus")
class InferenceServiceResource {

    private final Exchange<InferenceService, StoredService> exchange;

    InferenceServiceResource(ServiceObjects services) {
        this.exchange = new Exchange<>(services);
    }

    @GET
    @Operation(
            operationId = "listV1beta1Resources",
            summary = "List the kinds of resources of v1beta1")
    @APIResponse(responseCode = "200", ref = "APIResourceList")
    @APIResponse(responseCode = "406", ref = "NotAcceptableStatus")
    public Response resources() {
        return Answers.json(200, Discovery.resources("v1beta1"));
    }

    @GET
    @Path("inferenceservices")
    @Operation(
            operationId = "listInferenceServiceOfAllNamespaces",
            summary = "List InferenceServices of all namespaces")
    @Parameter(ref = "labelSelector")
    @Parameter(ref = "fieldSelector")
    @Parameter(ref = "limit")
    @Parameter(ref = "continue")
    @APIResponse(responseCode = "200", ref = "InferenceServiceList")
    @APIResponse(responseCode = "400", ref = "BadRequestStatus")
    public Uni<Response> listAll(@Context UriInfo uri) {
        return exchange.list(null, uri.getQueryParameters());
    }

    @GET
    @Path("namespaces/{namespace}/inferenceservices")
    @Operation(
            operationId = "listInferenceService",
            summary = "List InferenceServices of a namespace")
    @Parameter(ref = "labelSelector")
    @Parameter(ref = "fieldSelector")
    @Parameter(ref = "limit")
    @Parameter(ref = "continue")
    @APIResponse(responseCode = "200", ref = "InferenceServiceList")
    @APIResponse(responseCode = "400", ref = "BadRequestStatus")
    public Uni<Response> list(String namespace, @Context UriInfo uri) {
        return exchange.list(namespace, uri.getQueryParameters());
    }

    @POST
    @Path("namespaces/{namespace}/inferenceservices")
    @Operation(
            operationId = "createInferenceService",
            summary = "Create an InferenceService",
            description =
                    "Takes KServe's manifest as JSON or YAML. Members that Gantry does not know are kept.")
    @RequestBody(ref = "InferenceService")
    @APIResponse(responseCode = "201", ref = "InferenceService")
    @APIResponse(responseCode = "400", ref = "BadRequestStatus")
    @APIResponse(responseCode = "409", ref = "AlreadyExistsStatus")
    @APIResponse(responseCode = "413", ref = "TooLargeStatus")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaTypeStatus")
    @APIResponse(responseCode = "422", ref = "InvalidStatus")
    public Uni<Response> create(String namespace, String body) {
        return exchange.create(namespace, body);
    }

    @GET
    @Path("namespaces/{namespace}/inferenceservices/{name}")
    @Operation(operationId = "readInferenceService", summary = "Read an InferenceService")
    @APIResponse(responseCode = "200", ref = "InferenceService")
    @APIResponse(responseCode = "404", ref = "NotFoundStatus")
    public Uni<Response> get(String namespace, String name) {
        return exchange.get(namespace, name);
    }

    @PUT
    @Path("namespaces/{namespace}/inferenceservices/{name}")
    @Operation(
            operationId = "replaceInferenceService",
            summary = "Replace an InferenceService",
            description =
                    "With metadata.resourceVersion only that version is replaced; without, whatever is there.")
    @RequestBody(ref = "InferenceService")
    @APIResponse(responseCode = "200", ref = "InferenceService")
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
    @Path("namespaces/{namespace}/inferenceservices/{name}")
    @Operation(
            operationId = "deleteInferenceService",
            summary = "Delete an InferenceService",
            description = "What runs of it is taken down.")
    @APIResponse(responseCode = "200", ref = "DeletedStatus")
    @APIResponse(responseCode = "404", ref = "NotFoundStatus")
    public Uni<Response> delete(String namespace, String name) {
        return exchange.delete(namespace, name);
    }
}
