package io.gantry.kserve.schema.table;

import java.time.Duration;
import java.time.Instant;

/// How long ago something was, in Kubernetes' short words: the longer ago, the less exact.
final class Age {
    private static final int DAYS_A_YEAR = 365;

    private Age() {}

    static String between(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        long seconds = age.toSeconds();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 120) {
            return Math.max(seconds, 0) + "s";
        }
        long minutes = age.toMinutes();
        if (minutes < 180) {
            return minutes < 10 ? two(minutes, "m", seconds % 60, "s") : minutes + "m";
        }
        long hours = age.toHours();
        if (hours < 48) {
            return hours < 8 ? two(hours, "h", minutes % 60, "m") : hours + "h";
        }
        long days = age.toDays();
        if (days < 2 * DAYS_A_YEAR) {
            return days < 8 ? two(days, "d", hours % 24, "h") : days + "d";
        }
        long years = days / DAYS_A_YEAR;
        return years < 8 ? two(years, "y", days % DAYS_A_YEAR, "d") : years + "y";
    }

    private static String two(long larger, String largerUnit, long smaller, String smallerUnit) {
        return larger + largerUnit + (smaller == 0 ? "" : smaller + smallerUnit);
    }
}
