package io.gantry.graph;

import java.util.List;

/// A place in a graph from which requests go on.
public record Node(RouterType type, List<Step> steps) {

    public Node {
        steps = List.copyOf(steps);
    }
}
