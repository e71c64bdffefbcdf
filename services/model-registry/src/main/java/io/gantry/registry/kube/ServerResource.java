package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// What Kubernetes clients ask an API server about itself. Not part of the registry's own API, and
/// so not of its OpenAPI.
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
class ServerResource {

    /// The Kubernetes whose conventions are followed.
    private static final String MINOR = "34";

    /// By version, and that of all in OpenAPI 2; each is some megabytes, and made when the first
    /// client asks.
    private final Map<String, String> documents = new ConcurrentHashMap<>();

    /// The groups without a name, of which there are none.
    @GET
    @Path("api")
    @Operation(hidden = true)
    public Response core() {
        ObjectNode versions = KServeJson.mapper().createObjectNode();
        versions.put("kind", "APIVersions").putArray("versions");
        return Answers.json(200, versions);
    }

    @GET
    @Path("version")
    @Operation(hidden = true)
    public Response version() {
        ObjectNode version = KServeJson.mapper().createObjectNode();
        version.put("major", "1").put("minor", MINOR);
        version.put("gitVersion", "v1.%s.0+gantry".formatted(MINOR)).put("platform", "java");
        return Answers.json(200, version);
    }

    @GET
    @Path("openapi/v3")
    @Operation(hidden = true)
    public Response openApi() {
        return Answers.json(200, OpenApiV3.index(Discovery.VERSIONS));
    }

    /// As JSON only; kubectl asks for it in another form, and only of servers that have no OpenAPI
    /// 3.
    @GET
    @Path("openapi/v2")
    @Operation(hidden = true)
    public Response openApi2() {
        String document =
                documents.computeIfAbsent(
                        "v2", _ -> KServeJson.toJson(OpenApiV2.document(Discovery.VERSIONS)));
        return Response.ok(document, MediaType.APPLICATION_JSON).build();
    }

    @GET
    @Path("openapi/v3/apis/" + KubeKind.GROUP + "/{version}")
    @Operation(hidden = true)
    public Response openApi(String version) {
        if (!Discovery.VERSIONS.contains(version)) {
            throw Failures.noSuchPath("/openapi/v3" + KubeResource.BASE + version);
        }
        String document =
                documents.computeIfAbsent(
                        version, name -> KServeJson.toJson(OpenApiV3.document(name)));
        return Response.ok(document, MediaType.APPLICATION_JSON).build();
    }
}
