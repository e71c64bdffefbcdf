package io.gantry.registry.kube;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Set;

/// Refuses what would otherwise be ignored and then does what the client did not want: a dry run
/// that writes, a watch that ends at once.
@Provider
class UnsupportedParameters implements ContainerRequestFilter {

    private static final Set<String> NO = Set.of("", "false", "0");

    @Override
    public void filter(ContainerRequestContext request) {
        if (!request.getUriInfo().getPath().startsWith("/apis/")) {
            return;
        }
        MultivaluedMap<String, String> parameters = request.getUriInfo().getQueryParameters();
        for (String name : List.of("dryRun", "watch")) {
            String value = parameters.getFirst(name);
            if (value != null && !NO.contains(value)) {
                throw Failures.badRequest(
                        "%s=%s: this API has no %s; leave the parameter out"
                                .formatted(name, value, name));
            }
        }
    }
}
