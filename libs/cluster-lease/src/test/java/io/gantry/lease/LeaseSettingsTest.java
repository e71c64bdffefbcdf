package io.gantry.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseSettingsTest {

    @Test
    void shouldAcceptTimesThatFit() {
        assertThat(settings("PT15S", "PT10S", "PT2S").name()).isEqualTo("one");
    }

    @ParameterizedTest
    @CsvSource({
        "PT2.5S, PT2S, PT0.5S, lease.duration is PT2.5S",
        "PT0S, PT2S, PT0.5S, lease.duration is PT0S",
        "PT2S, PT2S, PT0.5S, lease.renew-deadline is PT2S",
        "PT2S, PT1S, PT0.7S, lease.retry-period is PT0.7S",
        "PT2S, PT1S, PT0S, lease.retry-period is PT0S"
    })
    void shouldNameTheKeyThatDoesNotFit(
            String duration, String deadline, String retry, String message) {
        assertThatThrownBy(() -> settings(duration, deadline, retry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static LeaseSettings settings(String duration, String deadline, String retry) {
        return new LeaseSettings(
                "lease.",
                "one",
                Optional.empty(),
                LeaseSettings.randomIdentity(),
                Duration.parse(duration),
                Duration.parse(deadline),
                Duration.parse(retry));
    }
}
