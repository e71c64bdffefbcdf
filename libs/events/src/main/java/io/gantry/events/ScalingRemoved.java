package io.gantry.events;

/// The revision is gone and no longer scaled.
public record ScalingRemoved(String namespace, String name, String revision, long generation)
        implements ScalingEvent {

    @Override
    public boolean removal() {
        return true;
    }
}
