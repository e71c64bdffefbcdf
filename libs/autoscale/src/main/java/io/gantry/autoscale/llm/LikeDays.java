package io.gantry.autoscale.llm;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Which of the last days say something of today.
///
/// A day does that looks like today so far, and that went on from this time of the day as the same
/// day of the last week did. So working days speak for working days and weekends for weekends,
/// whatever days these are where the users live. While the last week is not known, Saturday and
/// Sunday (in UTC) are taken for the weekend.
///
/// @param levels of the last days
record LikeDays(QuarterLevels levels, Instant now) {

    private static final int WEEK = 7;

    /// So much of today is looked at: long enough for a mean, short enough that a day which becomes
    /// another one is noticed within a quarter.
    private static final int SO_FAR = 4;

    /// Days are compared hour by hour, as the quarters of a service with little to do are mostly
    /// chance.
    private static final int HOUR = 4;

    /// Of the largest, by which two means of today and another day may differ.
    private static final double TODAY = 0.5;

    /// Where both are little beside what the day had at most, they are alike as well.
    private static final double LITTLE = 0.1;

    /// Of the larger, by which two days may differ, all their hours' differences added up.
    private static final double DAY = 1 / 3.0;

    /// Hours of two days that have to be known.
    private static final int LEAST_HOURS = 12;

    /// How many days ago they were.
    IntStream days() {
        long today = QuarterLevels.quarterOf(now);
        int most = levels.most();
        boolean week = hours(today, WEEK) >= LEAST_HOURS;
        return IntStream.rangeClosed(1, WEEK)
                .filter(day -> likeToday(today, day, most))
                .filter(day ->
                        week
                                ? day == WEEK || likeLastWeek(today, day)
                                : weekend(day) == weekend(0));
    }

    private boolean likeToday(long today, int day, int most) {
        long[] known =
                LongStream.range(today - SO_FAR, today)
                        .filter(quarter -> levels.known(quarter) && levels.known(ago(quarter, day)))
                        .toArray();
        if (known.length == 0) {
            return false;
        }
        double is = LongStream.of(known).mapToDouble(levels::level).average().orElse(0);
        double was =
                LongStream.of(known)
                        .mapToDouble(quarter -> levels.level(ago(quarter, day)))
                        .average()
                        .orElse(0);
        return Math.abs(is - was) <= Math.max(TODAY * Math.max(is, was), LITTLE * most);
    }

    private boolean likeLastWeek(long today, int day) {
        double apart = 0;
        double one = 0;
        double other = 0;
        int hours = 0;
        for (int hour = 0; hour < QuarterLevels.OF_A_DAY; hour += HOUR) {
            double then = hour(ago(today, day) + hour);
            double lastWeek = hour(ago(today, WEEK) + hour);
            if (!Double.isNaN(then) && !Double.isNaN(lastWeek)) {
                apart += Math.abs(then - lastWeek);
                one += then;
                other += lastWeek;
                hours++;
            }
        }
        return hours >= LEAST_HOURS && apart <= DAY * Math.max(one, other);
    }

    private long hours(long today, int day) {
        return IntStream.range(0, QuarterLevels.OF_A_DAY / HOUR)
                .filter(hour -> !Double.isNaN(hour(ago(today, day) + (long) hour * HOUR)))
                .count();
    }

    /// Mean of an hour; NaN when not all of it is known.
    private double hour(long from) {
        double sum = 0;
        for (long quarter = from; quarter < from + HOUR; quarter++) {
            sum += levels.known(quarter) ? levels.level(quarter) : Double.NaN;
        }
        return sum / HOUR;
    }

    private boolean weekend(int daysAgo) {
        DayOfWeek day = now.minus(Duration.ofDays(daysAgo)).atZone(ZoneOffset.UTC).getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }

    private static long ago(long quarter, int days) {
        return quarter - (long) days * QuarterLevels.OF_A_DAY;
    }
}
