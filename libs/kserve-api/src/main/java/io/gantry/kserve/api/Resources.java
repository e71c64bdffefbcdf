package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requested and limiting quantities by resource name; a quantity is text or a number, and kept as
/// written.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Resources(
        @Nullable Map<String, JsonNode> requests,
        @Nullable Map<String, JsonNode> limits,
        @Rest Map<String, JsonNode> unknown) {

    public Resources {
        requests = Copies.map(requests);
        limits = Copies.map(limits);
        unknown = Copies.unknown(unknown);
    }
}
