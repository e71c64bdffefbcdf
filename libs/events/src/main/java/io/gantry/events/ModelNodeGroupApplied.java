package io.gantry.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// A LocalModelNodeGroup.
///
/// @param storageLimit how much the caches of the group may take on each of its nodes, in bytes
/// @param nodeSelectorTerms as Kubernetes writes them; a node belongs to the group that fulfils one
///   of them, and every node does when there are none
public record ModelNodeGroupApplied(
        String name, long generation, long storageLimit, List<JsonNode> nodeSelectorTerms)
        implements ModelCacheEvent {

    public ModelNodeGroupApplied {
        nodeSelectorTerms = List.copyOf(nodeSelectorTerms);
    }

    @Override
    public String key() {
        return Keys.modelNodeGroup(name);
    }

    @Override
    public boolean removal() {
        return false;
    }
}
