package io.gantry.events;

/// The InferenceService is to be taken down with all that belongs to it.
public record InferenceServiceDeleted(String namespace, String name, String uid, long generation)
        implements InferenceServiceEvent {

    @Override
    public boolean removal() {
        return true;
    }
}
