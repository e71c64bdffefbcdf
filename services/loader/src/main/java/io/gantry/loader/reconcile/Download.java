package io.gantry.loader.reconcile;

import io.gantry.events.ArtifactReference;
import io.gantry.loader.fetch.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// A download under way.
final class Download {

    private static final Duration RATE_WINDOW = Duration.ofSeconds(10);

    private final ArtifactReference reference;
    private final Thread thread;
    private final Progress progress;
    private final Deque<Mark> marks = new ArrayDeque<>();

    Download(ArtifactReference reference, Progress progress, Thread thread) {
        this.reference = reference;
        this.progress = progress;
        this.thread = thread;
    }

    ArtifactReference reference() {
        return reference;
    }

    Progress progress() {
        return progress;
    }

    void cancel() {
        thread.interrupt();
    }

    /// Bytes per second over the last seconds; asked for at regular intervals.
    long rate(Instant now) {
        marks.addLast(new Mark(now, progress.done()));
        while (marks.size() > 2 && marks.getFirst().at().isBefore(now.minus(RATE_WINDOW))) {
            marks.removeFirst();
        }
        Mark first = marks.getFirst();
        long millis = Duration.between(first.at(), now).toMillis();
        return millis == 0 ? 0 : Math.max(0, (progress.done() - first.bytes()) * 1000 / millis);
    }

    private record Mark(Instant at, long bytes) {}
}
