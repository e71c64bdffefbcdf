package io.gantry.monitor.signal;

import io.gantry.events.TrafficSampled;
import java.time.Duration;

/// What demand is counted in.
public enum ScaleMetric {
    /// Requests in flight or queued.
    CONCURRENCY("concurrency", "requests in flight or queued"),
    /// Requests per second.
    RPS("rps", "requests per second");

    private static final double MILLIS = 1000;

    private final String key;
    private final String words;

    ScaleMetric(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /// As `scaleMetric` names it.
    public String key() {
        return key;
    }

    public String words() {
        return words;
    }

    /// What the sample adds up to over a part of its window: request-seconds or requests.
    double amount(TrafficSampled sample, Duration part) {
        return switch (this) {
            case CONCURRENCY -> sample.concurrency() * part.toMillis() / MILLIS;
            case RPS -> sample.requests();
        };
    }
}
