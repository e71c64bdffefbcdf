package io.gantry.monitor.alert;

import io.gantry.events.Failure;
import java.util.Optional;
import java.util.OptionalInt;

/// One revision that should exist.
///
/// @param desired replicas that it should have
/// @param ready replicas that take requests
/// @param failure why its files are not there or its predictor does not start; empty when nothing
///   is known to be wrong
/// @param wanted replicas that demand asks for, whatever maxReplicas is; empty while nobody has
///   looked
/// @param max maxReplicas; 0 for no bound
record RevisionHealth(
        String revision,
        int desired,
        int ready,
        Optional<Failure> failure,
        OptionalInt wanted,
        int max) {

    boolean missing() {
        return desired > 0 && ready == 0;
    }
}
