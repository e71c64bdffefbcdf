package io.gantry.runtime.llamacpp.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// When what of a request happened.
final class RequestTimes {

    private final ServingMetrics metrics;
    private final InstantSource time;
    private final int promptTokens;
    private final Instant arrived;
    private @Nullable Instant last;
    private int counted;

    RequestTimes(ServingMetrics metrics, InstantSource time, int promptTokens) {
        this.metrics = metrics;
        this.time = time;
        this.promptTokens = promptTokens;
        this.arrived = time.instant();
    }

    /// It has a slot.
    void started() {
        metrics.queued(Duration.between(arrived, time.instant()));
        metrics.prompt(promptTokens);
    }

    void token() {
        Instant now = time.instant();
        if (last == null) {
            metrics.first(Duration.between(arrived, now));
        } else {
            metrics.further(Duration.between(last, now));
        }
        last = now;
        counted++;
    }

    void end(FinishReason reason, int tokens) {
        metrics.end(reason, tokens - counted, Duration.between(arrived, time.instant()));
    }
}
