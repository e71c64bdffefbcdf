package io.gantry.events;

import java.time.Instant;
import java.util.List;

/// A LocalModelCache or, in a namespace, a LocalModelNamespaceCache.
///
/// @param scope the namespace, or [Keys#CLUSTER_SCOPE]
/// @param uid differs when a name was deleted and used again
/// @param createdAt older caches come first where not all have room
/// @param artifact what every node of the groups loads and keeps
/// @param modelSize what it takes of a group's limit, in bytes
/// @param nodeGroups names of the groups
public record ModelCacheApplied(
        String scope,
        String name,
        String uid,
        long generation,
        Instant createdAt,
        ArtifactReference artifact,
        long modelSize,
        List<String> nodeGroups)
        implements ModelCacheEvent {

    public ModelCacheApplied {
        nodeGroups = List.copyOf(nodeGroups);
    }

    @Override
    public String key() {
        return Keys.modelCache(scope, name);
    }

    @Override
    public boolean removal() {
        return false;
    }
}
