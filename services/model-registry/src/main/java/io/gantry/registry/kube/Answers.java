package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.store.StoredResource;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers as the API server writes them. Resources are written by the mapper that read them, so
/// that nothing of them is lost.
final class Answers {

    private Answers() {}

    static Response json(int code, Object body) {
        return Response.status(code)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(KServeJson.toJson(body))
                .build();
    }

    /// The answer with warnings, which kubectl shows (RFC 9110, 5.6 had them; Kubernetes keeps
    /// 299).
    static Response warned(Response answer, List<String> warnings) {
        if (warnings.isEmpty()) {
            return answer;
        }
        Response.ResponseBuilder builder = Response.fromResponse(answer);
        warnings.forEach(warning ->
                builder.header("Warning", "299 - \"%s\"".formatted(warning.replace("\"", "\\\""))));
        return builder.build();
    }

    /// @param version from which a watch misses nothing
    /// @param next what the client gives to have the rest; null when there is none
    static ObjectNode list(
            KubeKind kind, Listed<StoredResource> listed, long version, @Nullable String next) {
        ObjectNode list = KServeJson.mapper().createObjectNode();
        list.put("apiVersion", kind.apiVersion());
        list.put("kind", kind.kind() + "List");
        ObjectNode metadata = list.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(version));
        if (next != null) {
            metadata.put("continue", next);
        }
        ArrayNode array = list.putArray("items");
        listed.items().forEach(item -> array.add(kind.seen(item.seen())));
        return list;
    }
}
