package io.gantry.deployer.local;

import java.time.Duration;

/// The pause before a restart: doubles with each end that was not followed by a stable time.
///
/// @param ends in a row
record Backoff(Duration first, Duration longest, int ends) {

    Backoff afterEnd() {
        return new Backoff(first, longest, Math.min(ends + 1, 62));
    }

    Backoff afterStableTime() {
        return new Backoff(first, longest, 0);
    }

    /// The pause after the last end; none when there was no end.
    Duration pause() {
        if (ends == 0) {
            return Duration.ZERO;
        }
        Duration pause = first;
        for (int end = 1; end < ends && pause.compareTo(longest) < 0; end++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
