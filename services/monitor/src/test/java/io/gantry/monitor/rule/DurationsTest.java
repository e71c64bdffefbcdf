package io.gantry.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @Property
    void shouldAddUpItsParts(
            @ForAll @IntRange(min = 0, max = 9999) int days,
            @ForAll @IntRange(min = 0, max = 9999) int minutes,
            @ForAll @IntRange(min = 0, max = 9999) int millis) {
        assertThat(Durations.read("%dd%dm%dms".formatted(days, minutes, millis)))
                .contains(Duration.ofDays(days).plusMinutes(minutes).plusMillis(millis));
    }

    @Test
    void shouldReadEveryUnit() {
        assertThat(Durations.read("1w2d3h4m5s6ms")).contains(Duration.parse("P9DT3H4M5.006S"));
        assertThat(Durations.read("0")).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "m",
                "-5m",
                "5m ",
                "5 m",
                "5m3",
                "PT5M",
                "1.5h",
                "99999999999s"
            })
    void shouldRefuseWhatIsNone(String text) {
        assertThat(Durations.read(text)).isEmpty();
    }
}
