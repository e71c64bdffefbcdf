package io.gantry.events;

/// The service is gone, or nothing was asked of it for seven days.
public record DemandForgotten(String namespace, String name, long generation)
        implements DemandEvent {

    @Override
    public boolean removal() {
        return true;
    }
}
