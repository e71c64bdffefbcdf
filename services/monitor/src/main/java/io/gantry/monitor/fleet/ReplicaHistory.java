package io.gantry.monitor.fleet;

import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.PredictorEvent;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorRemoved;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What happened to replicas lately: how long they took until they were ready, and why they ended.
/// Only what was seen to happen counts, so nothing of what was so already when the monitor started.
@Singleton
public class ReplicaHistory {

    private static final int MOST = 200;

    private static final Set<FailureReason> ENDS =
            Set.of(
                    FailureReason.CRASH_LOOP,
                    FailureReason.OUT_OF_MEMORY,
                    FailureReason.PROBE_FAILED,
                    FailureReason.MODEL_LOAD_FAILED);

    private final Map<RevisionId, Past> revisions = new HashMap<>();
    private @Nullable Instant since;

    /// Takes in what runs of a revision.
    ///
    /// @param news false while the state is read back, of which nobody knows when it came about
    public synchronized void observed(PredictorEvent event, boolean news, Instant now) {
        RevisionId id = new RevisionId(event.namespace(), event.name(), event.revision());
        Past past = revisions.computeIfAbsent(id, _ -> new Past());
        switch (event) {
            case PredictorObserved seen -> past.observed(seen, news, now);
            // Its past still counts; it goes when it is too old.
            case PredictorRemoved _ -> past.gone();
        }
    }

    /// Forgets what is older, and begins to answer from then on.
    public synchronized void keep(Duration memory, Instant now) {
        if (since == null) {
            since = now;
        }
        revisions.values().removeIf(past -> past.forget(now.minus(memory)));
    }

    /// True when the monitor has watched for so long.
    public synchronized boolean watchedFor(Duration span, Instant now) {
        return since != null && !since.plus(span).isAfter(now);
    }

    /// Replicas that got ready after an instant.
    public synchronized List<Start> starts(RevisionId id, Instant after) {
        return past(id).map(past ->
                        past.starts.stream().filter(start -> start.at().isAfter(after)).toList())
                .orElse(List.of());
    }

    /// Ends of replicas after an instant, the oldest first.
    public synchronized List<End> ends(RevisionId id, Instant after) {
        return past(id).map(
                        past -> past.ends.stream().filter(end -> end.at().isAfter(after)).toList())
                .orElse(List.of());
    }

    private Optional<Past> past(RevisionId id) {
        return Optional.ofNullable(revisions.get(id));
    }

    /// A replica got ready.
    ///
    /// @param took from its creation, or from its process' start where no more is known
    public record Start(Instant at, Duration took) {}

    /// A replica ended that nobody had asked to.
    public record End(Instant at, Failure failure) {}

    /// Of one revision.
    private static final class Past {

        private final Deque<Start> starts = new ArrayDeque<>();
        private final Deque<End> ends = new ArrayDeque<>();
        private Set<String> known = Set.of();
        private @Nullable Failure failure;
        private boolean present;

        void observed(PredictorObserved seen, boolean news, Instant now) {
            Set<String> started = new HashSet<>();
            for (Endpoint endpoint : seen.endpoints()) {
                Optional<Duration> took = ColdStarts.of(endpoint);
                if (took.isPresent()) {
                    started.add(endpoint.id());
                    if (news && !known.contains(endpoint.id())) {
                        add(starts, new Start(now, took.get()));
                    }
                }
            }
            known = started;
            Failure found = seen.failure();
            if (news && found != null && ENDS.contains(found.reason()) && !sameAs(found)) {
                add(ends, new End(now, found));
            }
            failure = found;
            present = true;
        }

        void gone() {
            known = Set.of();
            failure = null;
            present = false;
        }

        /// @return true when nothing is left
        boolean forget(Instant before) {
            starts.removeIf(start -> start.at().isBefore(before));
            ends.removeIf(end -> end.at().isBefore(before));
            return !present && starts.isEmpty() && ends.isEmpty();
        }

        private boolean sameAs(Failure found) {
            return failure != null
                    && failure.reason() == found.reason()
                    && Objects.equals(failure.message(), found.message());
        }

        private static <T> void add(Deque<T> past, T one) {
            past.addLast(one);
            if (past.size() > MOST) {
                past.removeFirst();
            }
        }
    }
}
