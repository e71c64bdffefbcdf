package io.gantry.deployer.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.ArtifactReference;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.combine.LlmService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one replica of a revision consists of.
///
/// @param uid of the service: a name that is used again is another service
/// @param service the manifest; of an LLMInferenceService, its metadata count
/// @param predictor of the revision
/// @param runtime null when the predictor brings its own container
/// @param container the container that serves the model, merged and rendered
/// @param sidecars the containers that run beside it
/// @param artifacts what the model's files are called by loaders
/// @param mounts the model's files; empty on platforms whose replicas bring them
/// @param warmNodes nodes that have the model's files already
public record Workload(
        PredictorKey key,
        String uid,
        InferenceService service,
        Component predictor,
        @Nullable ServingRuntime runtime,
        Container container,
        List<Container> sidecars,
        List<ArtifactReference> artifacts,
        List<ModelMount> mounts,
        List<String> warmNodes) {

    public Workload {
        sidecars = List.copyOf(sidecars);
        artifacts = List.copyOf(artifacts);
        mounts = List.copyOf(mounts);
        warmNodes = List.copyOf(warmNodes);
    }

    /// Null when the predictor brings its own container.
    public @Nullable String runtimeName() {
        return runtime == null ? null : runtime.name();
    }

    /// What an LLMInferenceService is to run, merged and filled in; null for an InferenceService.
    public @Nullable ObjectNode llm() {
        return predictor.unknown().get(LlmService.MEMBER) instanceof ObjectNode spec ? spec : null;
    }

    /// Whether the predictor wants to be spread over several nodes.
    public boolean multiNode() {
        return predictor.workerSpec() != null;
    }
}
