package io.gantry.monitor.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TenureTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration WINDOW = Duration.ofSeconds(6);

    private final Tenure tenure = new Tenure(0, 10, START);

    @Test
    void shouldHearOnceAllWasReadThatWasThere() {
        check(20, 0);
        assertThat(tenure.heardSince()).isEmpty();
        tenure.read(18);
        check(20, 1);
        assertThat(tenure.heardSince()).isEmpty();

        tenure.read(19);
        check(25, 2);

        assertThat(tenure.heardSince()).contains(at(2));
        assertThat(tenure.heardFor(WINDOW, at(7))).isFalse();
        assertThat(tenure.heardFor(WINDOW, at(8))).isTrue();
    }

    @Test
    void shouldBeDeafWhenItIsBehindForTwoSeconds() {
        check(10, 0);
        check(10, 1);
        assertThat(tenure.heardSince()).contains(at(1));

        check(30, 2);
        check(30, 4);
        assertThat(tenure.heardSince()).as("it has two seconds to read").contains(at(1));
        check(30, 5);
        assertThat(tenure.heardSince()).isEmpty();

        tenure.read(29);
        check(30, 6);
        assertThat(tenure.heardSince()).contains(at(6));
    }

    @Test
    void shouldBeDeafWhileKafkaDoesNotAnswer() {
        check(10, 0);
        check(10, 1);

        tenure.checked(OptionalLong.empty(), at(2));
        assertThat(tenure.heardSince()).isEmpty();

        check(10, 3);
        assertThat(tenure.heardSince()).isEmpty();
        check(10, 4);
        assertThat(tenure.heardSince()).contains(at(4));
    }

    private void check(long end, int second) {
        tenure.checked(OptionalLong.of(end), at(second));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
