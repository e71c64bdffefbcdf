package io.gantry.proxy.admit;

import java.time.Duration;

/// How a replica does, by what became of its requests: one that fails several times in a row is
/// passed over for a while, each time for longer, as Envoy's outlier detection has it. Its requests
/// go to others where there are others.
public final class Health {

    private static final int IN_A_ROW = 5;
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /// Read without the lock, for nearly every answer finds it at 0.
    private volatile int failures;

    private int ejections;
    private volatile boolean out;
    private long outUntil;

    /// It answered.
    public void answered() {
        if (failures != 0) {
            wellAgain();
        }
    }

    private synchronized void wellAgain() {
        failures = 0;
        ejections = 0;
    }

    /// It could not be reached, ended before it had answered, or answered that it cannot.
    ///
    /// @return for how long it is passed over from now on; zero when it is not, or is already
    public Duration failed() {
        return failed(System.nanoTime());
    }

    synchronized Duration failed(long nanos) {
        int now = failures + 1;
        failures = now;
        if (now < IN_A_ROW || isOut(nanos)) {
            return Duration.ZERO;
        }
        Duration time = FIRST.multipliedBy(1L << Math.min(ejections, 5));
        Duration capped = time.compareTo(LONGEST) > 0 ? LONGEST : time;
        ejections++;
        outUntil = nanos + capped.toNanos();
        out = true;
        return capped;
    }

    /// Whether it is passed over now.
    public boolean isOut() {
        return out && isOut(System.nanoTime());
    }

    synchronized boolean isOut(long nanos) {
        if (out && outUntil - nanos <= 0) {
            // From here on a single failure puts it out again.
            out = false;
        }
        return out;
    }
}
