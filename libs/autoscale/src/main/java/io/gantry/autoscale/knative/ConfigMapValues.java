package io.gantry.autoscale.knative;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Typed access to values that are written as Knative reads them: numbers, Go durations and Go
/// truth values as text.
///
/// @param values the values by key
public record ConfigMapValues(Map<String, String> values) {

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,2})?");
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

    public String text(String key, String otherwise) {
        return value(key, text -> text, otherwise);
    }

    public double number(String key, double otherwise) {
        return value(key, text -> number(key, text), otherwise);
    }

    /// A percentage as a fraction. What is not above 1 is a fraction already.
    public double fraction(String key, double otherwise) {
        return value(key, text -> asFraction(number(key, text)), otherwise);
    }

    public int whole(String key, int otherwise) {
        return value(key, text -> whole(key, text), otherwise);
    }

    public Duration duration(String key, Duration otherwise) {
        return value(key, text -> duration(key, text), otherwise);
    }

    public boolean flag(String key, boolean otherwise) {
        return value(key, text -> flag(key, text), otherwise);
    }

    public static double asFraction(double percentage) {
        return percentage > 1 ? percentage / 100 : percentage;
    }

    public static double number(String key, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw unreadable(key, text, "a number", null);
        }
        return Double.parseDouble(text);
    }

    public static int whole(String key, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw unreadable(key, text, "a whole number", e);
        }
    }

    public static Duration duration(String key, String text) {
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw unreadable(key, text, "a duration such as 90s or 1m30s", e);
        }
    }

    public static boolean flag(String key, String text) {
        if (TRUE.contains(text)) {
            return true;
        }
        if (FALSE.contains(text)) {
            return false;
        }
        throw unreadable(key, text, "true or false", null);
    }

    private <T> T value(String key, Function<String, T> parse, T otherwise) {
        String text = values.get(key);
        return text == null ? otherwise : parse.apply(text.strip());
    }

    private static IllegalArgumentException unreadable(
            String key, String text, String wanted, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "%s = \"%s\" is not %s".formatted(key, text, wanted), cause);
    }
}
