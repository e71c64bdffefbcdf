package io.gantry.loader.fetch;

import io.gantry.events.FailureReason;
import io.gantry.loader.outcome.LoadFailedException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long a transfer that breaks off is taken up again: until nothing more comes several times in
/// a row, and not at all when the source has said no.
final class Persistence {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int MAX_DOUBLINGS = 6;

    /// Who asks for a longer pause than this does not hold up a request of this node.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final int attempts;
    private int inVain;

    /// @param attempts how often in a row it may break off without a byte
    Persistence(int attempts) {
        this.attempts = attempts;
    }

    /// Returns when it is time to go on.
    ///
    /// @throws LoadFailedException the one that it was given, when that is no use
    void afterBreak(LoadFailedException e, boolean gotFurther)
            throws LoadFailedException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        inVain = gotFurther ? 1 : inVain + 1;
        if (e.failure().reason() != FailureReason.STORAGE_UNREACHABLE
                || inVain >= attempts
                || e.retryAfter().compareTo(LONGEST_PAUSE) > 0) {
            throw e;
        }
        long millis = FIRST_PAUSE.toMillis() << Math.min(inVain - 1, MAX_DOUBLINGS);
        long jittered = ThreadLocalRandom.current().nextLong(millis / 2, millis + 1);
        Thread.sleep(e.retryAfter().plusMillis(jittered));
    }
}
