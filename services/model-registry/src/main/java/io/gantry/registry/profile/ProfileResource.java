package io.gantry.registry.profile;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/profiles")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Planning", description = "What a model will need")
class ProfileResource {

    @GET
    @Operation(
            operationId = "listProfiles",
            summary = "List the profiles",
            description =
                    "A model that names a profile gets its values for the fields that its request leaves out.")
    @APIResponse(responseCode = "200", ref = "ProfileList")
    @APIResponse(responseCode = "406", ref = "NotAcceptableProblem")
    public ProfileList list() {
        return ProfileList.all();
    }
}
