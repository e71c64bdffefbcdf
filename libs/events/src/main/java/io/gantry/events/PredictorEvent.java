package io.gantry.events;

/// Observed state of one revision's predictor.
public sealed interface PredictorEvent extends StateEvent
        permits PredictorObserved, PredictorRemoved {

    String namespace();

    String name();

    /// The revision's name.
    String revision();

    @Override
    default Topic topic() {
        return Topic.PREDICTORS;
    }

    @Override
    default String key() {
        return Keys.revision(namespace(), name(), revision());
    }
}
