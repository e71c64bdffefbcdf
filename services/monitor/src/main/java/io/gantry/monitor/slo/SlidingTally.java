package io.gantry.monitor.slo;

import io.gantry.monitor.slo.Indicator.Tally;
import java.time.Duration;
import java.time.Instant;

/// Requests over a window that goes along with the time, in slices of a thirtieth of it, so that a
/// window of days costs no more than one of minutes. Not safe for use by several threads at once.
final class SlidingTally {

    private static final int SLICES = 30;
    private static final long NEVER = Long.MIN_VALUE;

    private final long sliceMillis;
    // Arrays, because there are some for each revision, of thousands.
    private final long[] requests = new long[SLICES];
    private final long[] bad = new long[SLICES];
    private long newest = NEVER;
    private Tally all = Tally.NONE;

    SlidingTally(Duration window) {
        this.sliceMillis = Math.max(1, window.toMillis() / SLICES);
    }

    /// What is older than the window changes nothing.
    void add(Tally tally, Instant at, Instant now) {
        advance(slice(now));
        long slice = slice(at);
        if (slice > newest - SLICES && slice <= newest) {
            requests[index(slice)] += tally.requests();
            bad[index(slice)] += tally.bad();
            all = all.plus(tally);
        }
    }

    /// What is within the window that ends now.
    Tally read(Instant now) {
        advance(slice(now));
        return all;
    }

    private void advance(long to) {
        if (newest == NEVER) {
            newest = to;
            return;
        }
        // After a pause longer than the window, each slice is emptied once.
        for (long slice = Math.max(newest, to - SLICES) + 1; slice <= to; slice++) {
            int index = index(slice);
            all = all.minus(new Tally(requests[index], bad[index]));
            requests[index] = 0;
            bad[index] = 0;
        }
        newest = Math.max(newest, to);
    }

    private long slice(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), sliceMillis);
    }

    private static int index(long slice) {
        return Math.floorMod(slice, SLICES);
    }
}
