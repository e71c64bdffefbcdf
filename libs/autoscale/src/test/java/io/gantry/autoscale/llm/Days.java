package io.gantry.autoscale.llm;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/// Patterns as some days would have made them.
final class Days {

    static final Duration QUARTER = Duration.ofMinutes(15);

    private Days() {}

    /// @param now up to where it is known
    /// @param days that are known before today
    /// @param demand of a quarter of an hour, by its begin and how many days ago it was; less than
    ///   0 for not known
    static DayPattern pattern(
            Instant now, int days, int carries, ToDoubleBiFunction<Instant, Integer> demand) {
        Instant today =
                now.atZone(ZoneOffset.UTC).toLocalDate().atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant since = today.minus(Duration.ofDays(days));
        int quarters = (int) Duration.between(since, now).dividedBy(QUARTER);
        List<Integer> levels =
                IntStream.range(0, quarters)
                        .mapToObj(i -> since.plus(QUARTER.multipliedBy(i)))
                        .map(begin -> {
                            int ago =
                                    begin.isBefore(today)
                                            ? (int)
                                                    Math.ceil(
                                                            Duration.between(begin, today)
                                                                            .toMinutes()
                                                                    / (24 * 60.0))
                                            : 0;
                            return (int) Math.ceil(demand.applyAsDouble(begin, ago));
                        })
                        .toList();
        return DayPattern.of(since, levels, carries);
    }

    /// Mean of a quarter of an hour in which demand rises at once.
    ///
    /// @param at when, in seconds of the day
    static double step(Instant quarter, double low, double high, double at) {
        double begin = quarter.atZone(ZoneOffset.UTC).toLocalTime().toSecondOfDay();
        double after = Math.clamp((begin + QUARTER.toSeconds() - at) / QUARTER.toSeconds(), 0, 1);
        return low + (high - low) * after;
    }
}
