package io.gantry.events;

/// A node that models can be loaded on.
public sealed interface NodeEvent extends StateEvent permits NodeObserved, NodeRemoved {

    /// The node's name, which its loader goes by on [Topic#ARTIFACTS].
    String node();

    @Override
    default Topic topic() {
        return Topic.NODES;
    }

    @Override
    default String key() {
        return node();
    }
}
