package io.gantry.events;

/// New predictors can no longer use the runtime; running ones stay.
public record ServingRuntimeDeleted(String scope, String name, long generation)
        implements ServingRuntimeEvent {

    @Override
    public boolean removal() {
        return true;
    }
}
