package io.gantry.events;

/// No replica of the revision is left and none will be started.
public record PredictorRemoved(String namespace, String name, String revision, long generation)
        implements PredictorEvent {

    @Override
    public boolean removal() {
        return true;
    }
}
