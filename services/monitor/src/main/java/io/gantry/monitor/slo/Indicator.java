package io.gantry.monitor.slo;

import io.gantry.events.TrafficSampled;
import java.time.Duration;

/// Which of a service's requests are bad.
public sealed interface Indicator {

    /// What a sample has of both.
    Tally of(TrafficSampled sample);

    /// Requests are bad that were answered 5xx or broken off.
    record Availability() implements Indicator {

        @Override
        public Tally of(TrafficSampled sample) {
            return new Tally(sample.requests(), sample.serverErrors());
        }
    }

    /// Requests are bad that took longer than the target, waiting included. Durations come in
    /// buckets, so what exceeds the target by less than a quarter may count as good.
    record Latency(Duration target) implements Indicator {

        @Override
        public Tally of(TrafficSampled sample) {
            return new Tally(
                    sample.latency().total(),
                    sample.latency().slowerThan((double) target.toMillis()));
        }
    }

    /// @param bad of the requests
    record Tally(long requests, long bad) {

        public static final Tally NONE = new Tally(0, 0);

        public Tally plus(Tally other) {
            return new Tally(requests + other.requests, bad + other.bad);
        }

        Tally minus(Tally other) {
            return new Tally(requests - other.requests, bad - other.bad);
        }

        /// Part of the requests that is bad, 0 to 1; 0 when there were none.
        public double badPart() {
            return requests == 0 ? 0 : (double) bad / requests;
        }
    }
}
