package io.gantry.events;

/// How many replicas a revision should have.
public sealed interface ScalingEvent extends StateEvent permits ScalingDecided, ScalingRemoved {

    String namespace();

    String name();

    String revision();

    @Override
    default Topic topic() {
        return Topic.SCALING;
    }

    @Override
    default String key() {
        return Keys.revision(namespace(), name(), revision());
    }
}
