package io.gantry.registry.status;

import io.gantry.events.ScalingDecided;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that was seen of one service.
///
/// @param predictors by the revision's name, those that the spec no longer has included
/// @param artifacts by the artifact's id, one for each node, in the order of the nodes' names
/// @param scaling by the revision's name
/// @param replicasBringModels whether predictors run where each replica brings its model's files
/// @param lastRemoval when the last of its predictors that are gone was seen to be gone; null when
///   none was
record Sightings(
        Map<String, Sighting> predictors,
        Map<String, List<ArtifactSighting>> artifacts,
        Map<String, ScalingDecided> scaling,
        boolean replicasBringModels,
        @Nullable Instant lastRemoval) {

    Sightings {
        predictors = Map.copyOf(predictors);
        artifacts = Map.copyOf(artifacts);
        scaling = Map.copyOf(scaling);
    }
}
