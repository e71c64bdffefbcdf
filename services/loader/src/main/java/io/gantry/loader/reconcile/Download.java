package io.gantry.loader.reconcile;

import io.gantry.events.ArtifactReference;
import io.gantry.loader.fetch.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A download under way.
final class Download {

    private static final Duration RATE_WINDOW = Duration.ofSeconds(10);

    private final ArtifactReference reference;
    private final Thread thread;
    private final Progress progress;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private State state = new State(0, null, 0);

    Download(ArtifactReference reference, Progress progress, Thread thread, Instant now) {
        this.reference = reference;
        this.progress = progress;
        this.thread = thread;
        marks.add(new Mark(now, 0));
    }

    ArtifactReference reference() {
        return reference;
    }

    /// As it was when it was last asked whether it moved.
    State state() {
        return state;
    }

    void cancel() {
        thread.interrupt();
    }

    /// Asked at regular intervals; true when there is something new to tell.
    boolean moved(Instant now) {
        State before = state;
        state = new State(progress.done(), progress.total(), rate(now));
        return !state.equals(before);
    }

    /// Bytes per second over the last seconds.
    private long rate(Instant now) {
        marks.addLast(new Mark(now, progress.received()));
        while (marks.size() > 2 && marks.getFirst().at().isBefore(now.minus(RATE_WINDOW))) {
            marks.removeFirst();
        }
        Mark first = marks.getFirst();
        long millis = Duration.between(first.at(), now).toMillis();
        long bytes = marks.getLast().bytes() - first.bytes();
        return millis == 0 ? 0 : Math.max(0, bytes * 1000 / millis);
    }

    /// @param total null while the source has not told it
    /// @param rate bytes per second
    record State(long done, @Nullable Long total, long rate) {}

    private record Mark(Instant at, long bytes) {}
}
