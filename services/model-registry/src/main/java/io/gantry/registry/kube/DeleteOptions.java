package io.gantry.registry.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.resource.Preconditions;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a client wants a resource deleted: Kubernetes' DeleteOptions, from the body and the query.
///
/// What runs of a resource is always taken down in the background, whatever the propagation policy
/// and the grace period say.
record DeleteOptions(boolean rehearsal, Preconditions preconditions) {

    /// @throws StatusException when the body is no DeleteOptions
    static DeleteOptions of(MultivaluedMap<String, String> parameters, @Nullable String body) {
        JsonNode given = read(body);
        List<String> dryRun =
                given.path("dryRun").isArray()
                        ? given.path("dryRun").valueStream().map(JsonNode::asText).toList()
                        : parameters.getOrDefault("dryRun", List.of());
        JsonNode preconditions = given.path("preconditions");
        return new DeleteOptions(
                WriteOptions.rehearsal(dryRun),
                new Preconditions(
                        text(preconditions, "uid"), text(preconditions, "resourceVersion")));
    }

    private static JsonNode read(@Nullable String body) {
        if (body == null || body.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode given = KServeJson.mapper().readTree(body);
            if (given.isObject()) {
                return given;
            }
        } catch (JsonProcessingException e) {
            throw Failures.badRequest(
                    "The body of a DELETE is a DeleteOptions as JSON, or nothing: "
                            + e.getOriginalMessage());
        }
        throw Failures.badRequest("The body of a DELETE is a DeleteOptions, a JSON object");
    }

    private static @Nullable String text(JsonNode object, String field) {
        return object.hasNonNull(field) ? object.path(field).asText() : null;
    }
}
