package io.gantry.registry.bridge;

import io.gantry.registry.store.StoredResource;
import java.util.Optional;

/// What became of an object that was to be taken in.
sealed interface IntakeOutcome {

    /// The registry has it as the cluster has it.
    ///
    /// @param written whether that was news
    record Accepted(StoredResource stored, boolean written) implements IntakeOutcome {}

    /// The registry does not take it.
    ///
    /// @param reason one word, for a condition and an Event
    /// @param message what is wrong and what to do, for people
    /// @param kept what was taken in of the object before, which stays
    record Refused(String reason, String message, Optional<StoredResource> kept)
            implements IntakeOutcome {}
}
