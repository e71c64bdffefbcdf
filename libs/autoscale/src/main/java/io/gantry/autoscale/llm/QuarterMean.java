package io.gantry.autoscale.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The mean demand of the quarter of an hour that is under way. Immutable.
///
/// @param quarter its number, counted from the epoch
/// @param seconds of it in which demand was known
/// @param tokens asked for in these
/// @param last when demand was last known in it; null before the first time
public record QuarterMean(long quarter, double seconds, double tokens, @Nullable Instant last) {

    /// Less than that of a quarter says nothing of it.
    private static final Duration LEAST = Duration.ofMinutes(5);

    /// Between two looks that are further apart nothing is known.
    private static final Duration GAP = Duration.ofSeconds(30);

    public static QuarterMean start(Instant now) {
        return new QuarterMean(QuarterLevels.quarterOf(now), 0, 0, null);
    }

    /// True when an instant is in a later quarter, so that this one is over.
    public boolean over(Instant now) {
        return QuarterLevels.quarterOf(now) > quarter;
    }

    /// @param demand in tokens a second since the last time
    public QuarterMean with(Instant now, double demand) {
        double since = since(now);
        return new QuarterMean(quarter, seconds + since, tokens + demand * since, now);
    }

    private double since(Instant now) {
        return last == null || last.isAfter(now) || last.plus(GAP).isBefore(now)
                ? 0
                : LlmScaling.seconds(Duration.between(last, now));
    }

    /// The next one, which goes on where this one ended.
    public QuarterMean next(Instant now) {
        return new QuarterMean(QuarterLevels.quarterOf(now), 0, 0, last);
    }

    /// Empty when too little of the quarter was seen.
    public OptionalDouble mean() {
        return seconds < LEAST.toSeconds()
                ? OptionalDouble.empty()
                : OptionalDouble.of(tokens / seconds);
    }
}
