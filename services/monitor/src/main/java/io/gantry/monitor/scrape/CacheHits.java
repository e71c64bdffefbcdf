package io.gantry.monitor.scrape;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// How much the prefix cache of one replica was of use lately. Not safe for use by several threads
/// at once.
final class CacheHits {

    /// As long as conversations pause.
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Duration STEP = Duration.ofSeconds(10);

    private final Deque<Seen> past = new ArrayDeque<>();
    private double total;

    /// Takes in what the replica counted since its start.
    void seen(double hits, Instant now) {
        if (hits < total) {
            // Started anew: its cache was empty then.
            past.clear();
            past.addLast(new Seen(0, now));
        }
        total = hits;
        if (past.isEmpty() || !past.getLast().at().plus(STEP).isAfter(now)) {
            past.addLast(new Seen(hits, now));
        }
        while (past.size() > 1 && !secondOldest().at().isAfter(now.minus(WINDOW))) {
            past.removeFirst();
        }
    }

    /// Hits of the last minutes, as of when it was last seen; of what is known of them.
    double lately() {
        return past.isEmpty() ? 0 : total - past.getFirst().hits();
    }

    private Seen secondOldest() {
        return past.stream().skip(1).findFirst().orElseThrow();
    }

    private record Seen(double hits, Instant at) {}
}
