package io.gantry.registry.bridge;

import io.gantry.registry.RegistryConfig;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before something is tried again: twice as long each time, up to a bound, and
/// never all at the same moment.
///
/// @param initial the pause after the first failure
/// @param max the longest pause
record Backoff(Duration initial, Duration max) {

    static Backoff of(RegistryConfig.Backoff config) {
        return new Backoff(config.initial(), config.max());
    }

    /// @param failures how often it has failed so far, at least once
    /// @return between half of the pause and all of it
    Duration pause(int failures, RandomGenerator random) {
        long longest = max.toMillis();
        long full = Math.min(initial.toMillis(), longest);
        for (int i = 1; i < failures && full < longest; i++) {
            full = Math.min(2 * full, longest);
        }
        return Duration.ofMillis(full - random.nextLong(full / 2 + 1));
    }
}
