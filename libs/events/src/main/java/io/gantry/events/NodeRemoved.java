package io.gantry.events;

/// The node's loader was stopped in order. What it has cached stays, and is not loaded anew when it
/// comes back.
public record NodeRemoved(String node, long generation) implements NodeEvent {

    @Override
    public boolean removal() {
        return true;
    }
}
