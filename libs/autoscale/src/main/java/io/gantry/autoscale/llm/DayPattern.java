package io.gantry.autoscale.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a service's demand was at each time of the last seven days, and what that makes expect.
/// Immutable.
///
/// A trend is seen when demand has begun to rise, which is late where replicas take minutes to
/// start. Each day that counts ([LikeDays]) tells the most that it had until a replica that is
/// started now would be ready, less what demand is below that day's now. So no day makes expect
/// more than it had. Of what they tell the second lowest is believed: one day that was a holiday
/// stops no rise, and one that was a feast makes none.
public final class DayPattern {

    public static final DayPattern NONE = new DayPattern(QuarterLevels.NONE, 0);

    /// Quarters that are remembered: those of seven days, and those before that what is looked at
    /// of the first day reaches into.
    static final int QUARTERS = 7 * QuarterLevels.OF_A_DAY + 3;

    /// With fewer days that are alike there is no pattern.
    private static final int LEAST_DAYS = 3;

    /// A rise by less is within what a load wavers by, and counts as none: the tenth that
    /// Kubernetes' own autoscaler tolerates.
    private static final double LEAST_RISE = 0.1;

    /// A model at zero is started so much earlier than its cold start, as not every start takes as
    /// long as the last one.
    private static final Duration EARLY = Duration.ofMinutes(1);

    /// No replica takes longer to start. What is later than that is none of a pattern's.
    private static final Duration LONGEST_START = Duration.ofHours(6);

    /// What a replica carries is noted in quarters that ask for at least this part of the most.
    private static final double BUSY = 0.5;

    private final QuarterLevels levels;
    private final double carries;

    private DayPattern(QuarterLevels levels, double carries) {
        this.levels = levels;
        this.carries = carries;
    }

    /// A pattern as it was told before.
    ///
    /// @param since begin of the first quarter of an hour
    /// @param levels tokens a second of each quarter from then on; negative where nothing is known
    /// @param carries see [#carries()]
    public static DayPattern of(Instant since, List<Integer> levels, int carries) {
        return new DayPattern(QuarterLevels.of(since, levels), Math.max(0, carries));
    }

    /// The pattern with a quarter of an hour that is over. What is seven days older is forgotten.
    ///
    /// @param replica what one was seen to carry in it, in tokens a second; 0 for not known
    public DayPattern with(QuarterMean over, double replica) {
        OptionalDouble mean = over.mean();
        // Rounded up, so that a little is not nothing.
        int level = mean.isPresent() ? (int) Math.ceil(mean.getAsDouble()) : QuarterLevels.UNKNOWN;
        QuarterLevels next = levels.with(over.quarter(), level, QUARTERS);
        boolean busy = level > 0 && level >= BUSY * next.most();
        return new DayPattern(next, busy && replica > 0 ? replica : carries);
    }

    /// Begin of the first quarter of an hour.
    public Instant since() {
        return levels.since();
    }

    /// Tokens a second of each quarter of an hour; -1 where nothing is known.
    public List<Integer> levels() {
        return levels.all();
    }

    /// Tokens a second that one replica carried when much was asked for; 0 while that is not known.
    /// What is learned in a night says little of a morning, and what is learned goes with the last
    /// replica.
    public double carries() {
        return carries;
    }

    /// True when anything was ever asked for in the time that is remembered.
    public boolean anyDemand() {
        return levels.most() > 0;
    }

    /// What is to be expected until a replica that is started now is ready, and half a quarter
    /// longer.
    ///
    /// The mean of a quarter does not say where in it demand rose, so a day is looked at from a
    /// quarter before to half a quarter after: of a step, wherever it lies, seven tenths are
    /// expected when it comes. Ahead is never less than the time for which [LlmScaling] keeps
    /// replicas, so none goes that is needed again within that.
    ///
    /// @param demand in tokens a second, as it is now
    /// @return no less than that
    double expected(Instant now, Duration coldStart, double demand) {
        Duration ahead = within(coldStart).plus(QuarterLevels.HALF);
        double[] said =
                new LikeDays(levels, now)
                        .days()
                        .mapToDouble(day -> said(now.minus(Duration.ofDays(day)), ahead, demand))
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
        return said.length < LEAST_DAYS ? demand : said[1];
    }

    /// What one day makes expect; NaN where it is not known.
    private double said(Instant then, Duration ahead, double demand) {
        double low = levels.lowest(then.minus(QuarterLevels.QUARTER), then);
        double high = levels.highest(then, then.plus(ahead));
        if (Double.isNaN(low) || Double.isNaN(high)) {
            return Double.NaN;
        }
        double below = Math.max(0, low - demand);
        return high - low < LEAST_RISE * high ? demand : Math.max(demand, high - below);
    }

    /// Until when somebody usually comes whom a replica is there for if its start begins now: the
    /// end of the quarter in which it is ready. Empty where nobody does.
    ///
    /// Amounts do not count where there is no replica, so this goes by quarters and not by the
    /// lines between them.
    Optional<Instant> comesUntil(Instant now, Duration coldStart) {
        Instant ready = now.plus(within(coldStart)).plus(EARLY);
        long quarter = QuarterLevels.quarterOf(ready);
        int[] said =
                new LikeDays(levels, now)
                        .days()
                        .map(day -> levels.level(quarter - (long) day * QuarterLevels.OF_A_DAY))
                        .filter(level -> level != QuarterLevels.UNKNOWN)
                        .sorted()
                        .toArray();
        return said.length < LEAST_DAYS || said[1] == 0
                ? Optional.empty()
                : Optional.of(QuarterLevels.beginOf(quarter + 1));
    }

    private static Duration within(Duration coldStart) {
        return coldStart.compareTo(LONGEST_START) > 0 ? LONGEST_START : coldStart;
    }
}
