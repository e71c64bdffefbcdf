package io.gantry.monitor.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/// Writes figures for people.
final class Figures {

    private static final int HUNDRED = 100;

    private Figures() {}

    /// For example `7.5 %`.
    static String percent(double part) {
        return number(part * HUNDRED) + " %";
    }

    /// For example `1.25 s`.
    static String seconds(Duration duration) {
        return plain(duration.toMillis() / 1000.0, 2) + " s";
    }

    /// To as many digits as tell it from another: `14.4`, `0.05`, `1200`.
    static String number(double number) {
        return plain(number, Math.abs(number) < 1 ? 3 : Math.abs(number) < HUNDRED ? 2 : 0);
    }

    /// A window, for example `5m` or `1h30m`.
    static String window(Duration window) {
        String text =
                part(window.toDays(), "d")
                        + part(window.toHoursPart(), "h")
                        + part(window.toMinutesPart(), "m")
                        + part(window.toSecondsPart(), "s")
                        + part(window.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text;
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }

    private static String plain(double number, int digits) {
        return BigDecimal.valueOf(number)
                .setScale(digits, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
