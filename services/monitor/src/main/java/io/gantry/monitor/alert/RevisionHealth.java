package io.gantry.monitor.alert;

import io.gantry.events.Failure;
import java.util.Optional;

/// One revision that should exist.
///
/// @param desired replicas that it should have
/// @param ready replicas that take requests
/// @param failure why its files are not there or its predictor does not start; empty when nothing
///   is known to be wrong
record RevisionHealth(String revision, int desired, int ready, Optional<Failure> failure) {

    boolean missing() {
        return desired > 0 && ready == 0;
    }
}
