package io.gantry.events;

/// The silence was ended before its time.
public record SilenceDeleted(String id, long generation) implements SilenceEvent {

    @Override
    public boolean removal() {
        return true;
    }
}
