package io.gantry.events;

/// What was asked of a service in the last days.
public sealed interface DemandEvent extends StateEvent permits DemandLearned, DemandForgotten {

    String namespace();

    String name();

    @Override
    default Topic topic() {
        return Topic.DEMAND;
    }

    @Override
    default String key() {
        return Keys.service(namespace(), name());
    }
}
