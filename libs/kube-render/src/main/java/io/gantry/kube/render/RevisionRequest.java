package io.gantry.kube.render;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ServingRuntime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One revision of a service's predictor.
///
/// Whatever of this changes while the revision runs changes its pods, which are then replaced: give
/// the same runtime and the same warm nodes for as long as it lives.
///
/// @param service with its name and namespace; its `spec.predictor` is not looked at
/// @param predictor the variant that the revision runs
/// @param runtime what serves its model; null when it brings its own containers
/// @param revision name of the revision
/// @param deployment name of its Deployment, see [Names]
/// @param artifacts what the loader calls the model's files; empty where nothing is shared
/// @param warmNodes names of the nodes that have the model already
public record RevisionRequest(
        InferenceService service,
        Component predictor,
        @Nullable ServingRuntime runtime,
        String revision,
        String deployment,
        List<Artifact> artifacts,
        List<String> warmNodes) {

    public RevisionRequest {
        artifacts = List.copyOf(artifacts);
        warmNodes = List.copyOf(warmNodes);
    }
}
