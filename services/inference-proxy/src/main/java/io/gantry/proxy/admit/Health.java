package io.gantry.proxy.admit;

import java.time.Duration;

/// How a replica does, by what became of its requests: one that fails several times in a row is
/// passed over for a while, each time for longer, as Envoy's outlier detection has it. Its requests
/// go to others where there are others. When the while is over one request tries it, and the others
/// wait for what becomes of that.
public final class Health {

    private static final int IN_A_ROW = 5;
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /// Read without the lock, for nearly every answer finds it at 0.
    private volatile int failures;

    private int ejections;
    private volatile boolean out;
    private long outUntil;
    private boolean tried;

    /// It answered.
    public void answered() {
        if (failures != 0 || out) {
            answered(System.nanoTime());
        }
    }

    /// What a request says that it had before it was put out does not bring it back at once.
    synchronized void answered(long nanos) {
        failures = 0;
        ejections = 0;
        if (tried || !isOut(nanos)) {
            out = false;
            tried = false;
        }
    }

    /// It was given a request.
    void taken() {
        if (out) {
            taken(System.nanoTime());
        }
    }

    /// The first one after the while has to end before others come; but it is not waited for
    /// without end, for its client may leave.
    synchronized void taken(long nanos) {
        if (out && !isOut(nanos)) {
            tried = true;
            outUntil = nanos + duration(ejections - 1).toNanos();
        }
    }

    /// The request was none that would tell how it does.
    synchronized void untaken(long nanos) {
        if (tried) {
            tried = false;
            outUntil = nanos;
        }
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
        if (!tried && (now < IN_A_ROW || isOut(nanos))) {
            return Duration.ZERO;
        }
        Duration time = duration(ejections);
        ejections++;
        outUntil = nanos + time.toNanos();
        out = true;
        tried = false;
        return time;
    }

    private static Duration duration(int before) {
        Duration time = FIRST.multipliedBy(1L << Math.clamp(before, 0, 5));
        return time.compareTo(LONGEST) > 0 ? LONGEST : time;
    }

    /// Whether it is passed over now.
    public boolean isOut() {
        return out && isOut(System.nanoTime());
    }

    synchronized boolean isOut(long nanos) {
        return out && outUntil - nanos > 0;
    }
}
