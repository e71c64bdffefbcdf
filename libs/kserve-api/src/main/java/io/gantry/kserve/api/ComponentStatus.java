package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was observed of one component. The rest (traffic, restUrl, grpcUrl, ...) is in `unknown`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ComponentStatus(
        @Nullable String url,
        @Nullable Address address,
        @Nullable String latestReadyRevision,
        @Nullable String latestCreatedRevision,
        @Nullable String latestRolledoutRevision,
        @Nullable String previousRolledoutRevision,
        @Rest Map<String, JsonNode> unknown) {

    public ComponentStatus {
        unknown = Copies.unknown(unknown);
    }
}
