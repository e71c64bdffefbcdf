package io.gantry.monitor.slo;

import io.gantry.monitor.slo.Indicator.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/// Requests over a window that goes along with the time, in slices of a thirtieth of it, so that a
/// window of days costs no more than one of minutes. Not safe for use by several threads at once.
final class SlidingTally {

    private static final int SLICES = 30;

    private final long sliceMillis;
    private final TreeMap<Long, Tally> slices = new TreeMap<>();
    private Tally all = Tally.NONE;

    SlidingTally(Duration window) {
        this.sliceMillis = Math.max(1, window.toMillis() / SLICES);
    }

    /// What is older than the window changes nothing.
    void add(Tally tally, Instant at, Instant now) {
        if (tally.requests() > 0 && slice(at) > slice(now) - SLICES) {
            slices.merge(slice(at), tally, Tally::plus);
            all = all.plus(tally);
        }
    }

    /// What is within the window that ends now.
    Tally read(Instant now) {
        while (!slices.isEmpty() && slices.firstKey() <= slice(now) - SLICES) {
            all = all.minus(slices.pollFirstEntry().getValue());
        }
        return all;
    }

    private long slice(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), sliceMillis);
    }
}
