package io.gantry.monitor.slo;

import io.gantry.events.LatencyHistogram;
import io.gantry.events.TrafficSampled;

/// What became of the requests that ended within some time.
///
/// @param serverErrors of the requests, answered 5xx or broken off
/// @param latency how long the requests took, waiting included
public record Outcomes(long requests, long serverErrors, LatencyHistogram latency) {

    public static final Outcomes NONE = new Outcomes(0, 0, LatencyHistogram.EMPTY);

    static Outcomes of(TrafficSampled sample) {
        return new Outcomes(sample.requests(), sample.serverErrors(), sample.latency());
    }

    public Outcomes plus(Outcomes other) {
        return new Outcomes(
                requests + other.requests,
                serverErrors + other.serverErrors,
                latency.plus(other.latency));
    }

    /// Part of the requests that failed, 0 to 1; 0 when there were none.
    public double errorRate() {
        return requests == 0 ? 0 : (double) serverErrors / requests;
    }

    /// The duration in milliseconds that 99 of 100 requests did not exceed.
    public double p99Millis() {
        return latency.quantileMillis(0.99);
    }
}
