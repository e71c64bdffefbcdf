package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A probe by opening a connection. `port` is a number or the name of a container port.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TcpSocketAction(
        @Nullable JsonNode port, @Nullable String host, @Rest Map<String, JsonNode> unknown) {

    public TcpSocketAction {
        unknown = Copies.unknown(unknown);
    }
}
