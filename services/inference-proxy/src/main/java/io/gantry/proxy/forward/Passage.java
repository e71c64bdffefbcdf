package io.gantry.proxy.forward;

import java.time.Duration;

/// What passes between a client and a replica that was reached.
interface Passage {

    void start();

    /// True when the answer has begun, so that the client cannot be told anything else.
    boolean answering();

    /// True when the request is not whole yet, and that is not because the replica reads slowly.
    boolean awaitsClient();

    /// Breaks the answer off when nothing moved for too long.
    void tick(long nanos, Duration idleTimeout);

    /// Ends an answer that has begun, because there is no time left for the rest.
    void cutShort(Fault why);

    /// The answer has not begun in time, and the replica was what was waited for.
    default void overdue() {}

    /// Tells the replica that nobody wants its answer any more.
    void cancel();
}
