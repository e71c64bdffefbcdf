package io.gantry.deployer.platform;

import io.gantry.kserve.api.Container;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one replica of a revision consists of.
///
/// @param uid of the InferenceService: a name that is used again is another service
/// @param runtime name of the serving runtime; null when the predictor brings its own container
/// @param container the container that serves the model, merged and rendered
/// @param sidecars the containers that run beside it
/// @param multiNode whether the predictor wants to be spread over several nodes
public record Workload(
        PredictorKey key,
        String uid,
        @Nullable String runtime,
        Container container,
        List<Container> sidecars,
        boolean multiNode,
        List<ModelMount> mounts) {

    public Workload {
        sidecars = List.copyOf(sidecars);
        mounts = List.copyOf(mounts);
    }
}
