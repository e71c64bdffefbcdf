package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A probe by HTTP GET. `port` is a number or the name of a container port.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HttpGetAction(
        @Nullable String path,
        @Nullable JsonNode port,
        @Nullable String host,
        @Nullable String scheme,
        @Rest Map<String, JsonNode> unknown) {

    public HttpGetAction {
        unknown = Copies.unknown(unknown);
    }
}
