package io.gantry.monitor.alert;

import io.gantry.events.Failure;
import java.util.Optional;
import java.util.OptionalInt;

/// One revision that should exist.
///
/// @param desired replicas that it should have; where somebody else scales it, those that there are
/// @param ready replicas that take requests
/// @param failure why its files are not there or its predictor does not start; empty when nothing
///   is known to be wrong
/// @param wanted replicas that demand asks for, whatever maxReplicas is; empty while nobody has
///   looked
/// @param min minReplicas
/// @param max maxReplicas; 0 for no bound
/// @param byOthers whether somebody else scales it, who alone knows what demand asks for
record RevisionHealth(
        String revision,
        int desired,
        int ready,
        Optional<Failure> failure,
        OptionalInt wanted,
        int min,
        int max,
        boolean byOthers) {

    boolean missing() {
        return desired > 0 && ready == 0;
    }

    boolean incomplete() {
        return ready < desired;
    }

    /// Whether demand is known to ask for more than maxReplicas, or may: somebody else took all
    /// that it was given.
    boolean saturated() {
        return max > 0 && (byOthers ? max > min && desired >= max : wanted.orElse(0) > max);
    }
}
