package io.gantry.autoscale.knative;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes them: `90s`, `1m30s`, `1.5h`, `-300ms`.
public final class GoDuration {

    private static final Map<String, Long> NANOS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "µs", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L);
    private static final String PART = "(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|ms|s|m|h)";
    private static final Pattern PARTS = Pattern.compile(PART);
    private static final Pattern WHOLE = Pattern.compile("[+-]?(0|(" + PART + ")+)");

    private GoDuration() {}

    /// @throws IllegalArgumentException when the text is no duration or too long for one
    public static Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a duration: " + text);
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PARTS.matcher(text);
        while (part.find()) {
            BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L));
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
        }
        try {
            Duration duration =
                    Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
            return text.startsWith("-") ? duration.negated() : duration;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too long a duration: " + text, e);
        }
    }

    public static String format(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
        return seconds.toPlainString() + "s";
    }
}
