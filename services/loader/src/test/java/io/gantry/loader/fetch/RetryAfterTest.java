package io.gantry.loader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-06T08:49:37Z");

    @ParameterizedTest
    @CsvSource({
        "120, PT2M",
        "0, PT0S",
        "999999999, PT1H",
        "9999999999999999999, PT0S",
        "-5, PT0S",
        "soon, PT0S",
        "'Fri, 06 Nov 2026 08:50:37 GMT', PT1M",
        "'Fri, 06 Nov 2026 08:00:00 GMT', PT0S",
        "'Fri, 06 Nov 2099 08:00:00 GMT', PT1H",
        ", PT0S"
    })
    void shouldReadSecondsAndDatesAndNothingElse(
            @org.jspecify.annotations.Nullable String header, Duration expected) {
        assertThat(RetryAfter.of(header, NOW)).isEqualTo(expected);
    }
}
