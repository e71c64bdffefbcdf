package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A probe by running a command inside the container.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecAction(@Nullable List<String> command, @Rest Map<String, JsonNode> unknown) {

    public ExecAction {
        command = Copies.list(command);
        unknown = Copies.unknown(unknown);
    }
}
