package io.gantry.registry.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// The settings of a model that follow from a plan, as `POST /v1/models` takes them.
@Schema(
        name = "PlanDeployment",
        description = "The settings that follow, as POST /v1/models takes them")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record Deployment(
        @Schema(description = "How many replicas the peak takes, and the profile asks for")
                @Nullable Long replicas,
        @Schema(description = "Of one replica; missing when it fits no node")
                @Nullable Resources resources,
        @Schema(description = "Arguments for vLLM; missing when config.json was not counted")
                @Nullable List<String> args,
        @Schema(description = "How each figure was computed") List<String> steps) {

    Deployment {
        args = args == null ? null : List.copyOf(args);
        steps = List.copyOf(steps);
    }

    /// By name, so that the same plan is written the same each time.
    @Schema(name = "PlanResources", description = "Kubernetes' requests and limits")
    @RegisterForReflection
    record Resources(Map<String, String> requests, Map<String, String> limits) {

        Resources {
            requests = sorted(requests);
            limits = sorted(limits);
        }

        private static Map<String, String> sorted(Map<String, String> quantities) {
            return Collections.unmodifiableMap(new TreeMap<>(quantities));
        }
    }
}
