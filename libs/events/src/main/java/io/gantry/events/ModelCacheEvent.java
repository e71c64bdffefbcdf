package io.gantry.events;

/// What is to be kept on groups of nodes, whether a service uses it or not.
public sealed interface ModelCacheEvent extends StateEvent
        permits ModelCacheApplied, ModelCacheDeleted, ModelNodeGroupApplied, ModelNodeGroupDeleted {

    String name();

    @Override
    default Topic topic() {
        return Topic.MODEL_CACHES;
    }
}
