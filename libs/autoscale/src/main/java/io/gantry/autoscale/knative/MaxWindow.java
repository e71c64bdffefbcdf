package io.gantry.autoscale.knative;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The largest of the numbers recorded over the last while. Immutable.
///
/// @param entries by time, each smaller than the one before
public record MaxWindow(List<Entry> entries) {

    public static final MaxWindow EMPTY = new MaxWindow(List.of());

    public MaxWindow {
        entries = List.copyOf(entries);
    }

    /// The window with one more number, without what became too old. Times are counted in whole
    /// buckets.
    public MaxWindow with(Instant now, int value, Span span) {
        long bucket = Math.floorDiv(now.toEpochMilli(), span.bucket().toMillis());
        long oldest = bucket - span.buckets() + 1;
        List<Entry> kept = new ArrayList<>(entries);
        kept.removeIf(entry -> entry.bucket() < oldest || entry.value() <= value);
        kept.add(new Entry(bucket, value));
        return new MaxWindow(kept);
    }

    /// The largest number; 0 when there is none.
    public int max() {
        return entries.isEmpty() ? 0 : entries.getFirst().value();
    }

    public record Entry(long bucket, int value) {}

    /// How far a window reaches back and how exactly.
    public record Span(Duration length, Duration bucket) {

        long buckets() {
            return Math.ceilDiv(length.toMillis(), bucket.toMillis());
        }
    }
}
