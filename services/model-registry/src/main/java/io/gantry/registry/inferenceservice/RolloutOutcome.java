package io.gantry.registry.inferenceservice;

import io.gantry.registry.resource.ApplyOutcome;
import java.util.List;
import java.util.Optional;

/// What became of a wish to move a service's traffic.
public sealed interface RolloutOutcome {

    /// The service was written anew, or says so already.
    record Applied(ApplyOutcome<StoredService> outcome) implements RolloutOutcome {}

    record NoService() implements RolloutOutcome {}

    /// There is nothing to go back to.
    ///
    /// @param wanted the revision's name; empty when it was to be the one before, which is not
    ///   known or not kept
    /// @param kept the names of those that there are
    record NoRevision(Optional<String> wanted, List<String> kept) implements RolloutOutcome {

        public NoRevision {
            kept = List.copyOf(kept);
        }
    }

    /// One revision has everything.
    record NoCanary(StoredService stored) implements RolloutOutcome {}
}
