package io.gantry.registry.runtime;

import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.store.StoredResource;

/// What became of a runtime that a file offers.
sealed interface OfferOutcome {

    /// It was written like any other, or could not be.
    record Applied(ApplyOutcome<StoredResource> outcome) implements OfferOutcome {}

    /// Somebody has changed or deleted what once came of the file, and that holds.
    record LeftAlone() implements OfferOutcome {}

    /// The file says what it said when it was read last.
    record Known() implements OfferOutcome {}
}
