package io.gantry.proxy.meter;

import io.gantry.events.LatencyHistogram;
import io.gantry.events.TrafficSampled;
import io.gantry.proxy.route.RevisionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Counts one revision's traffic from sample to sample. Safe for use by several threads.
///
/// Concurrency is the area under the curve of requests in flight and queued, divided by the
/// window's length, so that a request of 10 ms weighs a hundredth of one that lasts the second.
final class TrafficWindow {

    private final RevisionId revision;
    private long windowStart;
    private long lastChange;
    private double area;
    private int inFlight;
    private int queued;
    private boolean missed;
    private long requests;
    private long clientErrors;
    private long serverErrors;
    private long[] latency = {};
    private boolean closed = true;

    /// @param nanos the time now, of a clock that only goes forward
    TrafficWindow(RevisionId revision, long nanos) {
        this.revision = revision;
        this.windowStart = nanos;
        this.lastChange = nanos;
    }

    synchronized void started(long nanos) {
        advance(nanos);
        inFlight++;
    }

    synchronized void stopped(long nanos) {
        advance(nanos);
        inFlight--;
    }

    synchronized void count(Outcome outcome, long durationNanos) {
        requests++;
        clientErrors += outcome.clientError() ? 1 : 0;
        serverErrors += outcome.serverError() ? 1 : 0;
        int bucket = LatencyHistogram.bucketOf(durationNanos / 1e6);
        if (bucket >= latency.length) {
            latency = Arrays.copyOf(latency, bucket + 1);
        }
        latency[bucket]++;
    }

    /// @return true when the line was empty before
    synchronized boolean queued(int change, long nanos) {
        advance(nanos);
        boolean first = queued == 0 && change > 0;
        queued += change;
        return first;
    }

    /// @return true when it is the window's first
    synchronized boolean missed() {
        boolean first = !missed;
        missed = true;
        return first;
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized int queued() {
        return queued;
    }

    synchronized boolean quiet() {
        return closed && requests == 0 && inFlight == 0 && queued == 0 && !missed && area == 0;
    }

    /// Ends the window and begins the next.
    ///
    /// @return empty when nothing happened and the sample before said so already
    synchronized Optional<TrafficSampled> sample(String proxy, Instant at, long nanos) {
        advance(nanos);
        long length = nanos - windowStart;
        if (quiet() || length <= 0) {
            windowStart = nanos;
            return Optional.empty();
        }
        TrafficSampled sample =
                new TrafficSampled(
                        revision.namespace(),
                        revision.service(),
                        revision.revision(),
                        proxy,
                        at,
                        Math.max(1, length / 1_000_000),
                        area / length,
                        inFlight,
                        missed ? Math.max(1, queued) : queued,
                        requests,
                        clientErrors,
                        serverErrors,
                        histogram());
        closed = requests == 0 && inFlight == 0 && queued == 0 && !missed && area == 0;
        begin(nanos);
        return Optional.of(sample);
    }

    private void begin(long nanos) {
        windowStart = nanos;
        area = 0;
        missed = false;
        requests = 0;
        clientErrors = 0;
        serverErrors = 0;
        latency = new long[0];
    }

    private LatencyHistogram histogram() {
        List<Long> counts = new ArrayList<>(latency.length);
        for (long count : latency) {
            counts.add(count);
        }
        return new LatencyHistogram(counts);
    }

    private void advance(long nanos) {
        area += (double) (inFlight + queued) * Math.max(0, nanos - lastChange);
        lastChange = Math.max(lastChange, nanos);
    }
}
