package io.gantry.registry.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a model will need.
@Schema(name = "Plan", description = "What a model will need; sizes are in bytes")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record Plan(
        RuleOfThumb ruleOfThumb,
        @Schema(description = "Missing when config.json was not given, or cannot be counted")
                @Nullable Estimate estimate,
        @Schema(description = "Missing when no GPU was named") @Nullable Placement placement,
        Deployment deployment,
        @Schema(description = "What to look at before relying on it") List<String> warnings) {

    Plan {
        warnings = List.copyOf(warnings);
    }
}
