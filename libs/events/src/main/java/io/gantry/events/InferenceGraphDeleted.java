package io.gantry.events;

/// The graph takes no requests any more: it was deleted, or stopped by its annotation.
public record InferenceGraphDeleted(String namespace, String name, String uid, long generation)
        implements InferenceGraphEvent {

    @Override
    public boolean removal() {
        return true;
    }
}
