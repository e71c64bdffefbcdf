package io.gantry.deployer.cluster;

import io.gantry.events.ArtifactEvent;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.PredictorEvent;
import io.gantry.kserve.select.RuntimeCatalog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of one service.
///
/// @param service its desired state; null when it is deleted or was never heard of
/// @param runtimes those that its namespace can use
/// @param artifacts state on this node by artifact id
/// @param warm nodes that have it, by artifact id
/// @param scaling replicas decided by revision
/// @param leaving replicas that are missed least, by revision, the first first
/// @param published what others have been told of each revision, removals left out
public record ClusterView(
        String namespace,
        String name,
        @Nullable InferenceServiceApplied service,
        RuntimeCatalog runtimes,
        Map<String, ArtifactEvent> artifacts,
        Map<String, Set<String>> warm,
        Map<String, Integer> scaling,
        Map<String, List<String>> leaving,
        Map<String, PredictorEvent> published) {

    public ClusterView {
        artifacts = Map.copyOf(artifacts);
        warm = Map.copyOf(warm);
        scaling = Map.copyOf(scaling);
        leaving = Map.copyOf(leaving);
        published = Map.copyOf(published);
    }
}
