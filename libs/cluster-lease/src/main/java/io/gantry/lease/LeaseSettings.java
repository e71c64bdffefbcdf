package io.gantry.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Which Lease it is and how it is held.
///
/// @param keys what the configuration keys of these begin with, for messages
/// @param name of the Lease
/// @param namespace of the Lease; empty: the client's, which in a pod is the pod's
/// @param identity of this instance, different for each
/// @param duration how long after its last renewal another instance may take it; whole seconds
/// @param renewDeadline how long the holder tries to renew before it stops
/// @param retryPeriod how long between two attempts to get or renew it
public record LeaseSettings(
        String keys,
        String name,
        Optional<String> namespace,
        String identity,
        Duration duration,
        Duration renewDeadline,
        Duration retryPeriod) {

    /// Attempts come up to 2.2 retry periods apart, jitter included.
    private static final double LONGEST_RETRY = 2.2;

    /// @throws IllegalArgumentException that names the key that does not fit the others
    public LeaseSettings {
        if (duration.toSeconds() < 1 || duration.toMillis() % 1000 != 0) {
            throw new IllegalArgumentException(
                    "%sduration is %s; a Lease counts whole seconds, give at least 1s"
                            .formatted(keys, duration));
        }
        if (renewDeadline.compareTo(duration) >= 0) {
            throw new IllegalArgumentException(
                    "%srenew-deadline is %s; it has to be shorter than %sduration, %s, so that a holder stops before another takes over"
                            .formatted(keys, renewDeadline, keys, duration));
        }
        double longest = retryPeriod.toMillis() * LONGEST_RETRY;
        if (longest <= 0 || longest >= renewDeadline.toMillis()) {
            throw new IllegalArgumentException(
                    "%sretry-period is %s; it has to be above 0 and less than %srenew-deadline, %s, divided by %s"
                            .formatted(keys, retryPeriod, keys, renewDeadline, LONGEST_RETRY));
        }
    }

    /// The host's name and a random suffix.
    public static String randomIdentity() {
        String suffix = UUID.randomUUID().toString();
        try {
            return InetAddress.getLocalHost().getHostName() + "_" + suffix;
        } catch (UnknownHostException e) {
            // The random suffix alone tells instances apart.
            return suffix;
        }
    }
}
