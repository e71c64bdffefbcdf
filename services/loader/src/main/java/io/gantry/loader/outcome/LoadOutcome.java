package io.gantry.loader.outcome;

import io.gantry.events.Failure;
import java.time.Duration;

/// What became of one attempt to load an artifact.
public sealed interface LoadOutcome<T> {

    /// The artifact is on the node.
    record Loaded<T>(T artifact) implements LoadOutcome<T> {}

    /// It is not, and why.
    ///
    /// @param retryAfter how long the source asks to be left alone; mostly zero
    record Failed<T>(Failure failure, Duration retryAfter) implements LoadOutcome<T> {}

    /// Nobody wants it any more, or the loader stops.
    record Cancelled<T>() implements LoadOutcome<T> {}
}
