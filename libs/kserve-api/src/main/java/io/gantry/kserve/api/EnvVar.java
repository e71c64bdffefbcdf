package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An environment variable: a plain value or, in `valueFrom`, where Kubernetes finds it.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EnvVar(
        @Nullable String name,
        @Nullable String value,
        @Nullable JsonNode valueFrom,
        @Rest Map<String, JsonNode> unknown) {

    public EnvVar {
        unknown = Copies.unknown(unknown);
    }
}
