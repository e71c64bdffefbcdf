package io.gantry.events;

/// Desired state of one InferenceService.
public sealed interface InferenceServiceEvent extends StateEvent
        permits InferenceServiceApplied, InferenceServiceDeleted {

    String namespace();

    String name();

    @Override
    default Topic topic() {
        return Topic.INFERENCE_SERVICES;
    }

    @Override
    default String key() {
        return Keys.service(namespace(), name());
    }
}
