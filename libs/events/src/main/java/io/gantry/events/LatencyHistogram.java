package io.gantry.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Counts of durations in fixed buckets, so that samples of several proxies and seconds add up.
///
/// Bucket `i` counts durations up to [#upperBoundMillis(int)]: 1 ms, then a quarter more each, up
/// to the last, which takes all that is longer (about 8 minutes). On the wire it is the array of
/// counts, trailing zeros left out.
public record LatencyHistogram(List<Long> counts) {

    public static final LatencyHistogram EMPTY = new LatencyHistogram(List.of());

    private static final int BUCKETS = 60;
    private static final double GROWTH = 1.25;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LatencyHistogram {
        if (counts.size() > BUCKETS) {
            throw new IllegalArgumentException(
                    "A latency histogram has at most %d buckets, found %d"
                            .formatted(BUCKETS, counts.size()));
        }
        counts = List.copyOf(counts);
    }

    @Override
    @JsonValue
    public List<Long> counts() {
        return counts;
    }

    /// Index of the bucket that counts a duration.
    public static int bucketOf(double millis) {
        if (millis <= 1) {
            return 0;
        }
        int bucket = (int) Math.ceil(Math.log(millis) / Math.log(GROWTH) - 1e-9);
        return Math.min(bucket, BUCKETS - 1);
    }

    public static double upperBoundMillis(int bucket) {
        return bucket >= BUCKETS - 1 ? Double.POSITIVE_INFINITY : Math.pow(GROWTH, bucket);
    }

    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /// How many of the durations took longer than the bucket that the limit lies in goes up to, so
    /// none that kept the limit, and all that exceeded it by a quarter.
    public long slowerThan(double millis) {
        return counts.stream().skip(bucketOf(millis) + 1L).mapToLong(Long::longValue).sum();
    }

    public LatencyHistogram plus(LatencyHistogram other) {
        int size = Math.max(counts.size(), other.counts.size());
        List<Long> sum = new ArrayList<>(Collections.nCopies(size, 0L));
        for (int i = 0; i < size; i++) {
            sum.set(i, countIn(i) + other.countIn(i));
        }
        return new LatencyHistogram(sum);
    }

    /// The histogram with one more duration in it.
    public LatencyHistogram plusMillis(double millis) {
        List<Long> one = new ArrayList<>(Collections.nCopies(bucketOf(millis) + 1, 0L));
        one.set(one.size() - 1, 1L);
        return plus(new LatencyHistogram(one));
    }

    /// Upper bound of the bucket in which the quantile lies, in milliseconds; 0 when nothing was
    /// counted.
    ///
    /// @param quantile 0 to 1, for example 0.99
    public double quantileMillis(double quantile) {
        long rank = (long) Math.ceil(quantile * total());
        long seen = 0;
        for (int i = 0; i < counts.size(); i++) {
            seen += counts.get(i);
            if (seen >= Math.max(rank, 1)) {
                return i >= BUCKETS - 1 ? Math.pow(GROWTH, BUCKETS - 1) : upperBoundMillis(i);
            }
        }
        return 0;
    }

    private long countIn(int bucket) {
        return bucket < counts.size() ? counts.get(bucket) : 0;
    }
}
