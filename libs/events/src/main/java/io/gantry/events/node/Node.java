package io.gantry.events.node;

import io.gantry.events.NodeObserved;
import java.util.Map;

/// A node that is there.
///
/// What nobody has said of a node is not held against it: without any labels it has those that are
/// asked for, and without any resources those, too. So a laptop runs every model.
///
/// @param labels empty when none were told
/// @param resources devices by Kubernetes' resource name; empty when none were told
public record Node(String name, Map<String, String> labels, Map<String, Long> resources) {

    public Node {
        labels = Map.copyOf(labels);
        resources = Map.copyOf(resources);
    }

    static Node of(NodeObserved event) {
        return new Node(event.node(), event.labels(), event.resources());
    }

    /// Whether the node has all these labels, as a pod's `nodeSelector` asks for them.
    public boolean hasLabels(Map<String, String> wanted) {
        return labels.isEmpty() || labels.entrySet().containsAll(wanted.entrySet());
    }

    /// Whether the node has as many of each device.
    public boolean hasResources(Map<String, Long> wanted) {
        return resources.isEmpty()
                || wanted.entrySet().stream()
                        .allMatch(each ->
                                resources.getOrDefault(each.getKey(), 0L) >= each.getValue());
    }
}
