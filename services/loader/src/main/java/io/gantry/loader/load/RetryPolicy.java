package io.gantry.loader.load;

import io.gantry.events.FailureReason;
import io.gantry.loader.LoaderConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When to try again. What passes by itself is tried soon and then ever later; what somebody has to
/// mend, at a steady slow pace, since nobody tells the loader that it was mended.
public final class RetryPolicy {

    private static final int MAX_DOUBLINGS = 30;

    private final LoaderConfig.Retry config;
    private final RandomGenerator random;

    public RetryPolicy(LoaderConfig.Retry config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /// @param failures how many attempts failed so far, at least 1
    /// @return empty when only another URI can help
    public Optional<Duration> delay(FailureReason reason, int failures) {
        return switch (reason) {
            case STORAGE_URI_NOT_SUPPORTED -> Optional.empty();
            case STORAGE_UNREACHABLE -> Optional.of(jittered(backoff(failures)));
            default -> Optional.of(jittered(config.slow()));
        };
    }

    private Duration backoff(int failures) {
        Duration doubled =
                config.initial().multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return doubled.compareTo(config.maximum()) < 0 ? doubled : config.maximum();
    }

    /// Between half and all of it, so that many nodes do not ask a source at once.
    private Duration jittered(Duration delay) {
        long half = delay.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }
}
