package io.gantry.monitor.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/// Writes figures for people.
final class Figures {

    private Figures() {}

    /// For example `7.5 %`.
    static String percent(double part) {
        return plain(part * 100, 1) + " %";
    }

    /// For example `1.25 s`.
    static String seconds(double millis) {
        return plain(millis / 1000, 2) + " s";
    }

    static String seconds(Duration duration) {
        return seconds((double) duration.toMillis());
    }

    private static String plain(double number, int digits) {
        return BigDecimal.valueOf(number)
                .setScale(digits, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
