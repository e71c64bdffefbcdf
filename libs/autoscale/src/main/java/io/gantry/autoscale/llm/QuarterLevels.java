package io.gantry.autoscale.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.LongStream;

/// Mean demand of each quarter of an hour, in tokens a second. Immutable.
///
/// A quarter's mean stands for its middle; what lies between two middles lies on the line between
/// them, so that a rise comes over a quarter and not as a step.
final class QuarterLevels {

    static final int UNKNOWN = -1;
    static final QuarterLevels NONE = new QuarterLevels(0, new int[0]);

    static final Duration QUARTER = Duration.ofMinutes(15);
    static final Duration HALF = QUARTER.dividedBy(2);
    static final int OF_A_DAY = (int) Duration.ofDays(1).dividedBy(QUARTER);

    private static final double NANOS = 1e9;

    private final long first;
    private final int[] levels;

    /// @param first number of the oldest quarter, counted from the epoch
    /// @param levels [#UNKNOWN] where nothing is known
    private QuarterLevels(long first, int[] levels) {
        this.first = first;
        this.levels = levels;
    }

    static QuarterLevels of(Instant since, List<Integer> levels) {
        return new QuarterLevels(
                quarterOf(since),
                levels.stream().mapToInt(level -> Math.max(UNKNOWN, level)).toArray());
    }

    /// Number of the quarter that an instant is in, counted from the epoch.
    static long quarterOf(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), QUARTER.toSeconds());
    }

    static Instant beginOf(long quarter) {
        return Instant.ofEpochSecond(quarter * QUARTER.toSeconds());
    }

    /// With one more quarter, and no more than so many. What is known already stays.
    QuarterLevels with(long quarter, int level, int most) {
        if (quarter < first + levels.length) {
            return this;
        }
        long from = levels.length == 0 ? quarter : Math.max(first, quarter - most + 1);
        int[] next = new int[Math.toIntExact(quarter - from + 1)];
        Arrays.setAll(next, i -> level(from + i));
        next[next.length - 1] = level;
        return new QuarterLevels(from, next);
    }

    int level(long quarter) {
        long index = quarter - first;
        return index < 0 || index >= levels.length ? UNKNOWN : levels[(int) index];
    }

    boolean known(long quarter) {
        return level(quarter) != UNKNOWN;
    }

    /// The largest that is known; 0 while none is.
    int most() {
        return Math.max(0, Arrays.stream(levels).max().orElse(0));
    }

    Instant since() {
        return beginOf(first);
    }

    List<Integer> all() {
        return Arrays.stream(levels).boxed().toList();
    }

    /// The highest level between two instants; NaN when one there is not known.
    double highest(Instant from, Instant to) {
        return over(from, to, Math::max);
    }

    /// The lowest level between two instants; NaN when one there is not known.
    double lowest(Instant from, Instant to) {
        return over(from, to, Math::min);
    }

    /// On a line with bends, what is the highest or lowest is at a bend or an end.
    private double over(Instant from, Instant to, DoubleBinaryOperator which) {
        double begin = place(from);
        double end = place(to);
        double ofEnds = which.applyAsDouble(at(begin), at(end));
        return LongStream.rangeClosed((long) Math.ceil(begin), (long) Math.floor(end))
                .mapToDouble(this::middle)
                .reduce(ofEnds, which);
    }

    private double at(double place) {
        long before = (long) Math.floor(place);
        double part = place - before;
        return part == 0 ? middle(before) : middle(before) * (1 - part) + middle(before + 1) * part;
    }

    private double middle(long quarter) {
        return known(quarter) ? level(quarter) : Double.NaN;
    }

    /// Where an instant is, in quarters, of which the middle of each is a whole number.
    private static double place(Instant at) {
        Instant middle = at.minus(HALF);
        return (middle.getEpochSecond() + middle.getNano() / NANOS) / QUARTER.toSeconds();
    }
}
