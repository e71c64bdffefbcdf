package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// All kinds of resources, by the paths of Kubernetes. What they are is in [RequestPath]; OpenAPI
/// has them in `META-INF/openapi.yaml`.
@Path(KubeResource.BASE + "{version}")
@Produces(MediaType.APPLICATION_JSON)
class KubeResource {

    static final String BASE = "/apis/" + KubeKind.GROUP + "/";

    private final Reads reads;
    private final Writes writes;
    private final Deletions deletions;

    KubeResource(Reads reads, Writes writes, Deletions deletions) {
        this.reads = reads;
        this.writes = writes;
        this.deletions = deletions;
    }

    @GET
    @Operation(hidden = true)
    public Response resources(String version) {
        return Discovery.resources(version)
                .map(list -> Answers.json(200, list))
                .orElseThrow(() -> Failures.noSuchPath(BASE + version));
    }

    @GET
    @Path("{rest: .+}")
    @Operation(hidden = true)
    public Uni<Response> get(
            String version,
            String rest,
            @Context UriInfo uri,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        RequestPath path = path(version, rest);
        Uni<ObjectNode> found =
                path.ofCollection() ? reads.list(path, uri.getQueryParameters()) : reads.get(path);
        Rendering rendering =
                Rendering.of(accept, uri.getQueryParameters().getFirst("includeObject"));
        return found.map(answer -> Answers.json(200, rendering.of(answer, path.kind())));
    }

    @POST
    @Path("{rest: .+}")
    @Consumes({
        MediaType.APPLICATION_JSON,
        MediaTypes.YAML,
        MediaTypes.TEXT_YAML,
        MediaTypes.X_YAML,
        MediaTypes.TEXT_X_YAML
    })
    @Operation(hidden = true)
    public Uni<Response> create(
            String version,
            String rest,
            @Context UriInfo uri,
            @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String agent,
            String body) {
        RequestPath path = path(version, rest);
        if (!path.ofCollection() || path.place() == null) {
            throw Failures.methodNotAllowed("POST", path);
        }
        return writes.create(path, WriteOptions.of(uri.getQueryParameters(), agent), body);
    }

    @PUT
    @Path("{rest: .+}")
    @Consumes({
        MediaType.APPLICATION_JSON,
        MediaTypes.YAML,
        MediaTypes.TEXT_YAML,
        MediaTypes.X_YAML,
        MediaTypes.TEXT_X_YAML
    })
    @Operation(hidden = true)
    public Uni<Response> replace(
            String version,
            String rest,
            @Context UriInfo uri,
            @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String agent,
            String body) {
        RequestPath path = path(version, rest);
        if (path.ofCollection()) {
            throw Failures.methodNotAllowed("PUT", path);
        }
        return writes.replace(path, WriteOptions.of(uri.getQueryParameters(), agent), body);
    }

    @PATCH
    @Path("{rest: .+}")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Uni<Response> patch(
            String version,
            String rest,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            String body) {
        RequestPath path = path(version, rest);
        if (path.ofCollection()) {
            throw Failures.methodNotAllowed("PATCH", path);
        }
        WriteOptions options =
                WriteOptions.of(
                        uri.getQueryParameters(), headers.getHeaderString(HttpHeaders.USER_AGENT));
        String type = Patch.type(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        if (!type.equals(Patch.APPLY)) {
            return writes.patch(path, options, Patch.of(type, body));
        }
        if (uri.getQueryParameters().getFirst("fieldManager") == null) {
            throw Failures.badRequest(
                    "fieldManager: Required value: is required for apply patch; give ?fieldManager= and a name of yours");
        }
        return writes.apply(path, options, body);
    }

    @DELETE
    @Path("{rest: .+}")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Uni<Response> delete(
            String version, String rest, @Context UriInfo uri, @Nullable String body) {
        RequestPath path = path(version, rest);
        if (path.subresource() != null || (path.ofCollection() && path.place() == null)) {
            throw Failures.methodNotAllowed("DELETE", path);
        }
        DeleteOptions options = DeleteOptions.of(uri.getQueryParameters(), body);
        return path.ofCollection()
                ? deletions.deleteAll(path, options, uri.getQueryParameters())
                : deletions.delete(path, options);
    }

    private static RequestPath path(String version, String rest) {
        return RequestPath.of(version, rest)
                .orElseThrow(() -> Failures.noSuchPath(BASE + version + "/" + rest));
    }
}
