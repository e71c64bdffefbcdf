package io.gantry.monitor.slo;

import io.gantry.events.TrafficSampled;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// The outcomes of one revision's requests over a window, in slices of a twentieth of it. A sample
/// that is not newer than its proxy's last, or older than the window, changes nothing. A proxy that
/// was not heard for a window is new, so that one whose clock was ahead and was set back counts
/// again. Not safe for use by several threads at once.
final class OutcomeWindow {

    private static final int SLICES = 20;

    private final long sliceMillis;
    private final TreeMap<Long, Outcomes> slices = new TreeMap<>();
    private final Map<String, Last> lastByProxy = new HashMap<>();

    OutcomeWindow(Duration window) {
        this.sliceMillis = Math.max(1, window.toMillis() / SLICES);
    }

    void record(TrafficSampled sample, Instant now) {
        Last last = lastByProxy.get(sample.proxy());
        boolean duplicate =
                last != null
                        && !sample.at().isAfter(last.at())
                        && last.receivedAt().isAfter(now.minus(window()));
        Instant at = sample.at().isAfter(now) ? now : sample.at();
        if (duplicate || slice(at) <= slice(now) - SLICES) {
            return;
        }
        lastByProxy.put(sample.proxy(), new Last(sample.at(), now));
        slices.merge(slice(at), Outcomes.of(sample), Outcomes::plus);
    }

    /// What is within the window that ends now.
    Outcomes read(Instant now) {
        slices.headMap(slice(now) - SLICES, true).clear();
        return slices.values().stream().reduce(Outcomes.NONE, Outcomes::plus);
    }

    /// True when no sample has come for twice the window.
    boolean abandoned(Instant now) {
        Instant oldest = now.minus(window().multipliedBy(2));
        lastByProxy.values().removeIf(last -> last.receivedAt().isBefore(oldest));
        return lastByProxy.isEmpty();
    }

    private Duration window() {
        return Duration.ofMillis(SLICES * sliceMillis);
    }

    private long slice(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), sliceMillis);
    }

    /// A proxy's last sample: when it says it was taken, and when it came.
    private record Last(Instant at, Instant receivedAt) {}
}
