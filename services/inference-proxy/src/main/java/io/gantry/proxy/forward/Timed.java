package io.gantry.proxy.forward;

/// Something under way on an event loop that must not take for ever.
interface Timed {

    /// Called a few times a second.
    ///
    /// @param nanos the time now, as of [System#nanoTime()]
    void tick(long nanos);

    /// The proxy ends and can wait no longer: tells the client so and leaves the loop.
    void cutShort();
}
