package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a service is reached inside the cluster.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Address(@Nullable String url, @Rest Map<String, JsonNode> unknown) {

    public Address {
        unknown = Copies.unknown(unknown);
    }
}
