package io.gantry.events;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The node's loader runs. It says so at regular intervals, also when nothing has changed.
///
/// @param labels of the node, as Kubernetes has them; empty when the loader was not told any, and
///   then none is missed
/// @param resources how many of each device the node has, by Kubernetes' resource name, for example
///   `nvidia.com/gpu`; empty when the loader was not told any, and then none is missed
/// @param intervalMillis how long until it says so again; whoever has not heard of it for three
///   times as long takes the node for gone
/// @param cacheFreeBytes what the node's cache of models can still take in, within its disk and its
///   budget; null when the loader does not know
/// @param cacheBytes what it could take in if it were empty; null when the loader does not know
public record NodeObserved(
        String node,
        long generation,
        Map<String, String> labels,
        Map<String, Long> resources,
        long intervalMillis,
        @Nullable Long cacheFreeBytes,
        @Nullable Long cacheBytes)
        implements NodeEvent {

    public NodeObserved {
        labels = Map.copyOf(labels);
        resources = Map.copyOf(resources);
    }

    /// A node whose cache nothing is known of.
    public NodeObserved(
            String node,
            long generation,
            Map<String, String> labels,
            Map<String, Long> resources,
            long intervalMillis) {
        this(node, generation, labels, resources, intervalMillis, null, null);
    }

    @Override
    public boolean removal() {
        return false;
    }
}
