package io.gantry.monitor.fleet;

import io.gantry.events.Endpoint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How long the newest replicas of one revision took until they were ready, also while none is left
/// of them. Not safe for use by several threads at once.
final class ColdStarts {

    /// More would remember times before an image or a model was on the nodes.
    private static final int NEWEST = 5;

    private final Deque<Duration> newest = new ArrayDeque<>();
    private Set<String> known = Set.of();

    /// From its creation to its first readiness, or from the start of its process where no more is
    /// known; empty before that.
    static Optional<Duration> of(Endpoint replica) {
        Long millis = replica.coldStartMillis();
        return Optional.ofNullable(millis == null ? replica.startMillis() : millis)
                .map(Duration::ofMillis);
    }

    /// Takes in the replicas that there are.
    void observed(List<Endpoint> replicas) {
        Set<String> started = new HashSet<>();
        for (Endpoint replica : replicas) {
            Optional<Duration> took = of(replica);
            if (took.isPresent()) {
                started.add(replica.id());
                if (!known.contains(replica.id())) {
                    newest.addLast(took.get());
                }
            }
        }
        while (newest.size() > NEWEST) {
            newest.removeFirst();
        }
        known = started;
    }

    /// What is to be expected of the next: the median, so that no single one spoils it; of two, the
    /// shorter.
    Optional<Duration> usual() {
        return newest.stream().sorted().skip(Math.max(0, (newest.size() - 1) / 2)).findFirst();
    }
}
