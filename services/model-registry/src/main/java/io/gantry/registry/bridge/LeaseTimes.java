package io.gantry.registry.bridge;

import io.gantry.registry.RegistryConfig;
import java.time.Duration;

/// How the times of a Lease have to fit each other.
final class LeaseTimes {

    private static final String PREFIX = "gantry.registry.kubernetes.lease.";

    /// Attempts come up to 2.2 retry periods apart, jitter included.
    private static final double LONGEST_RETRY = 2.2;

    private LeaseTimes() {}

    /// @throws IllegalArgumentException that names the key that does not fit
    static void check(RegistryConfig.Lease config) {
        Duration duration = config.duration();
        if (duration.toSeconds() < 1 || duration.toMillis() % 1000 != 0) {
            throw new IllegalArgumentException(
                    "%sduration is %s; a Lease counts whole seconds, give at least 1s"
                            .formatted(PREFIX, duration));
        }
        if (config.renewDeadline().compareTo(duration) >= 0) {
            throw new IllegalArgumentException(
                    "%srenew-deadline is %s; it has to be shorter than %sduration, %s, so that a holder stops before another takes over"
                            .formatted(PREFIX, config.renewDeadline(), PREFIX, duration));
        }
        double longest = config.retryPeriod().toMillis() * LONGEST_RETRY;
        if (longest <= 0 || longest >= config.renewDeadline().toMillis()) {
            throw new IllegalArgumentException(
                    "%sretry-period is %s; it has to be above 0 and less than %srenew-deadline, %s, divided by %s"
                            .formatted(
                                    PREFIX,
                                    config.retryPeriod(),
                                    PREFIX,
                                    config.renewDeadline(),
                                    LONGEST_RETRY));
        }
    }
}
