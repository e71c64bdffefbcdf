package io.gantry.monitor.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Brings the proxies' times to this machine's clock.
///
/// A proxy's clock is taken for right as long as its samples come about when they say they were
/// taken. Where they do not, either the clock is wrong or the samples are late; samples that keep
/// coming at the pace at which they were taken are not late, since what was held up comes at once.
/// Not safe for use by several threads at once.
public final class ProxyClocks {

    /// What a sample may be late by, in a second as in the queues on its way.
    private static final Duration LATE = Duration.ofSeconds(5);

    private static final Duration EARLY = Duration.ofSeconds(2);

    /// For so long a proxy's samples have to come at their pace.
    private static final Duration SURE = Duration.ofSeconds(2);

    /// By this their pace may differ.
    private static final Duration UNEVEN = Duration.ofMillis(500);

    private static final Duration MEMORY = Duration.ofHours(1);

    private final Map<String, Clock> proxies = new HashMap<>();

    /// When something was taken, by this machine's clock and never after now.
    ///
    /// @param at by the proxy's clock
    public Instant correct(String proxy, Instant at, Instant now) {
        Clock clock = proxies.get(proxy);
        if (clock == null) {
            proxies.values().removeIf(other -> other.seen.plus(MEMORY).isBefore(now));
            clock = new Clock();
            proxies.put(proxy, clock);
        }
        Instant corrected = clock.correct(at, now);
        return corrected.isAfter(now) ? now : corrected;
    }

    /// One proxy's.
    private static final class Clock {

        private Duration behind = Duration.ZERO;
        private Instant seen = Instant.MIN;
        private @Nullable Observation first;

        Instant correct(Instant at, Instant now) {
            seen = now;
            Duration late = Duration.between(at.plus(behind), now);
            if (late.compareTo(LATE) <= 0 && late.plus(EARLY).isPositive()) {
                first = null;
            } else if (first == null || !first.samePace(at, now)) {
                first = new Observation(at, now);
            } else if (!first.receivedAt().plus(SURE).isAfter(now)) {
                first = null;
                behind = Duration.between(at, now);
            }
            return at.plus(behind);
        }
    }

    private record Observation(Instant at, Instant receivedAt) {

        boolean samePace(Instant laterAt, Instant laterReceivedAt) {
            return Duration.between(at, laterAt)
                            .minus(Duration.between(receivedAt, laterReceivedAt))
                            .abs()
                            .compareTo(UNEVEN)
                    <= 0;
        }
    }
}
