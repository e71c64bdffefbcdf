package io.gantry.monitor.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.LatencyHistogram;
import io.gantry.events.TrafficSampled;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutcomeWindowTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final OutcomeWindow window = new OutcomeWindow(Duration.ofSeconds(60));

    @Test
    void shouldAddUpWhatAllProxiesSayWithinTheWindow() {
        record("proxy-1", 0, 0);
        record("proxy-2", 0, 0);
        record("proxy-1", 30, 30);

        assertThat(window.read(at(30)).requests()).isEqualTo(30);
        assertThat(window.read(at(30)).serverErrors()).isEqualTo(3);
        assertThat(window.read(at(70)).requests()).isEqualTo(10);
        assertThat(window.read(at(120)).requests()).isZero();
        assertThat(window.read(at(120)).errorRate()).isZero();
    }

    @Test
    void shouldCountADuplicateOnceAndALateOneNot() {
        record("proxy-1", 10, 10);
        record("proxy-1", 10, 10);
        record("proxy-1", 9, 10);
        record("proxy-2", 10, 100);

        assertThat(window.read(at(11)).requests()).isEqualTo(10);
    }

    @Test
    void shouldCountSamplesOfAClockThatIsAhead() {
        record("proxy-1", 3_600, 0);
        record("proxy-1", 3_601, 1);
        record("proxy-1", 3_601, 1);

        assertThat(window.read(at(2)).requests()).isEqualTo(20);
    }

    @Test
    void shouldHearAProxyAgainWhoseClockWasSetBack() {
        record("proxy-1", 3_600, 0);
        record("proxy-1", 1, 1);
        assertThat(window.read(at(1)).requests()).isEqualTo(10);

        record("proxy-1", 61, 61);

        assertThat(window.read(at(61)).requests()).isEqualTo(10);
    }

    @Test
    void shouldBeAbandonedWhenNobodySpeaksAnyMore() {
        record("proxy-1", 3_600, 0);

        assertThat(window.abandoned(at(100))).isFalse();
        assertThat(window.abandoned(at(121))).isTrue();
    }

    private void record(String proxy, int taken, int received) {
        window.record(
                new TrafficSampled(
                        "default",
                        "m",
                        "m-00001",
                        proxy,
                        at(taken),
                        1000,
                        1,
                        1,
                        0,
                        10,
                        0,
                        1,
                        LatencyHistogram.EMPTY),
                at(received));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
