package io.gantry.loader.fetch;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long a server asks to be left alone.
public final class RetryAfter {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private RetryAfter() {}

    /// @param header value of `Retry-After`: seconds or a date
    /// @return zero when it says nothing that makes sense
    public static Duration of(@Nullable String header, Instant now) {
        if (header == null) {
            return Duration.ZERO;
        }
        Duration asked =
                SECONDS.matcher(header).matches()
                        ? Duration.ofSeconds(Long.parseLong(header))
                        : until(header, now);
        return asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
    }

    private static Duration until(String date, Instant now) {
        try {
            Instant then =
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
