package io.gantry.events.node;

import io.gantry.events.LiveStates;
import io.gantry.events.NodeEvent;
import io.gantry.events.NodeObserved;
import java.util.Comparator;
import java.util.List;

/// The nodes that were heard of lately, as [LiveStates] has it. Not safe for use by several threads
/// at once.
public final class LiveNodes {

    private final LiveStates<NodeEvent> states =
            new LiveStates<>(
                    event -> event instanceof NodeObserved node ? node.intervalMillis() : 0);
    private List<Node> present = List.of();

    /// @param nanos now, by a clock of the caller's that is never set back
    /// @return whether other nodes are there than before, or others of their labels or resources
    public boolean accept(NodeEvent event, long nanos) {
        if (!states.accept(event, nanos)) {
            return false;
        }
        List<Node> before = present;
        present =
                states.present().stream()
                        .filter(NodeObserved.class::isInstance)
                        .map(NodeObserved.class::cast)
                        .map(Node::of)
                        .sorted(Comparator.comparing(Node::name))
                        .toList();
        return !present.equals(before);
    }

    /// In the order of their names.
    public List<Node> present() {
        return present;
    }
}
