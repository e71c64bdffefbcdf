package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A port that a container listens on.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerPort(
        @Nullable String name,
        @Nullable Integer containerPort,
        @Nullable Integer hostPort,
        @Nullable String protocol,
        @Rest Map<String, JsonNode> unknown) {

    public ContainerPort {
        unknown = Copies.unknown(unknown);
    }
}
