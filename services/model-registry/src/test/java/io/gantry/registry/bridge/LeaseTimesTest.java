package io.gantry.registry.bridge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTimesTest {

    @Test
    void shouldAcceptTimesThatFit() {
        assertThatCode(() -> check("duration", "15s")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "duration, 2500ms, lease.duration is PT2.5S",
        "duration, 0s, lease.duration is PT0S",
        "renew-deadline, 2s, lease.renew-deadline is PT2S",
        "retry-period, 700ms, lease.retry-period is PT0.7S",
        "retry-period, 0s, lease.retry-period is PT0S"
    })
    void shouldNameTheKeyThatDoesNotFit(String key, String value, String message) {
        assertThatThrownBy(() -> check(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static void check(String key, String value) {
        LeaseTimes.check(Settings.with(Map.of("lease." + key, value)).lease());
    }
}
