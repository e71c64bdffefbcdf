package io.gantry.embedded;

/// How long an infrastructure process lives.
public sealed interface Lifetime {

    /// Until it is told to stop.
    record UntilStopped() implements Lifetime {}

    /// As long as another process lives.
    record OwnedBy(long pid) implements Lifetime {}

    /// As long as any process that joined it lives, and a little longer, so that a restart finds
    /// it.
    record Shared() implements Lifetime {}
}
