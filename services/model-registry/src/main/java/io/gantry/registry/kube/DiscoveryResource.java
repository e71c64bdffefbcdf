package io.gantry.registry.kube;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/apis")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Discovery", description = "What Kubernetes clients ask for first")
@APIResponse(responseCode = "406", ref = "NotAcceptableStatus")
class DiscoveryResource {

    @GET
    @Operation(operationId = "listApiGroups", summary = "List the API groups")
    @APIResponse(responseCode = "200", ref = "APIGroupList")
    public Response groups() {
        return Answers.json(200, Discovery.groups());
    }

    @GET
    @Path(KubeKind.GROUP)
    @Operation(operationId = "readApiGroup", summary = "Read the versions of KServe's API group")
    @APIResponse(responseCode = "200", ref = "APIGroup")
    public Response group() {
        return Answers.json(200, Discovery.group());
    }
}
