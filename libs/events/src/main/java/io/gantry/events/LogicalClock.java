package io.gantry.events;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// Gives the generations of observed state: always more than before, also after a restart of the
/// writer, as long as the wall clock is not set back by more than the writer was down.
public final class LogicalClock {

    private final InstantSource time;
    private final AtomicLong last = new AtomicLong();

    public LogicalClock(InstantSource time) {
        this.time = time;
    }

    /// Microseconds since the epoch, or one more than the last answer if that is larger.
    public long next() {
        long now = Math.multiplyExact(time.millis(), 1000L);
        return last.updateAndGet(previous -> Math.max(previous + 1, now));
    }

    /// Makes sure that later answers exceed a generation that was seen elsewhere, for example in
    /// this writer's own topic.
    public void witness(long generation) {
        last.accumulateAndGet(generation, Math::max);
    }
}
