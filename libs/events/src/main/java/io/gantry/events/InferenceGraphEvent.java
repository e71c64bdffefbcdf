package io.gantry.events;

/// How requests pass through several models.
public sealed interface InferenceGraphEvent extends StateEvent
        permits InferenceGraphApplied, InferenceGraphDeleted {

    String namespace();

    String name();

    @Override
    default Topic topic() {
        return Topic.INFERENCE_GRAPHS;
    }

    @Override
    default String key() {
        return Keys.service(namespace(), name());
    }
}
