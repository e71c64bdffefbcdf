package io.gantry.monitor.signal;

import static io.gantry.monitor.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gantry.autoscale.knative.Aggregation;
import io.gantry.monitor.signal.TrafficMeter.Acceptance;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrafficMeterTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration STABLE = Duration.ofSeconds(60);

    private final TrafficMeter meter =
            new TrafficMeter(
                    new TrafficMeter.Measuring(
                            ScaleMetric.CONCURRENCY,
                            Aggregation.LINEAR,
                            STABLE,
                            Duration.ofSeconds(6)));

    @Test
    void shouldAverageWhatTheSamplesSay() {
        for (int second = 0; second < 10; second++) {
            accept(second, second, 4, 4);
        }

        assertThat(read(9).averages().stable()).isCloseTo(4, within(0.5));
        assertThat(read(9).inFlight()).isEqualTo(4);
    }

    @Test
    void shouldTakeADuplicateAndAReplayForNothing() {
        accept(1, 1, 4, 4);
        TrafficMeter.Reading before = read(1);

        assertThat(accept(1, 1, 4, 4)).isEqualTo(Acceptance.DUPLICATE);
        assertThat(accept(0, 1, 400, 400)).isEqualTo(Acceptance.DUPLICATE);

        assertThat(read(1)).isEqualTo(before);
    }

    @Test
    void shouldCountALateSampleWhereItBelongs() {
        accept(0, 0, 10, 10);
        accept(30, 30, 10, 0);

        assertThat(accept(31, 50, 600, 0)).isEqualTo(Acceptance.TAKEN);

        assertThat(read(50).averages().panic()).isZero();
        assertThat(read(50).averages().stable()).isPositive();
    }

    @Test
    void shouldPassOverWhatIsOlderThanTheWindow() {
        assertThat(accept(0, 61, 100, 100)).isEqualTo(Acceptance.TOO_OLD);

        assertThat(read(61).averages().stable()).isZero();
        assertThat(read(61).inFlight()).isZero();
    }

    /// Nothing is said: neither that there is traffic nor that there is none.
    @Test
    void shouldNotTakeSilenceUnderLoadForZero() {
        for (int second = 0; second < 10; second++) {
            accept(second, second, 4, 4);
        }

        TrafficMeter.Reading reading = read(20);

        assertThat(reading.silentProxy()).contains("proxy-1");
        assertThat(reading.averages().stable()).isCloseTo(4, within(0.5));
        assertThat(read(20 + 60).silentProxy()).isEmpty();
        assertThat(read(20 + 60).inFlight()).isZero();
    }

    @Test
    void shouldTakeAProxyThatSaidGoodbyeForZero() {
        for (int second = 0; second < 10; second++) {
            accept(second, second, 4, 4);
        }
        accept(10, 10, 0, 0);
        for (int second = 11; second < 80; second++) {
            read(second);
        }

        assertThat(read(80).silentProxy()).isEmpty();
        assertThat(read(80).averages().stable()).isZero();
    }

    /// While the monitor was deaf, silence is its own.
    @Test
    void shouldNotForgetAProxyThatItCouldNotHear() {
        accept(0, 0, 4, 4);

        assertThat(meter.read(at(100), at(99)).inFlight()).isEqualTo(4);
        assertThat(meter.read(at(100), START).inFlight()).isZero();
    }

    @Test
    void shouldCountSamplesOfAClockThatIsAheadAsOfNow() {
        for (int second = 0; second < 6; second++) {
            accept(second + 30, second, 6, 6);
        }

        assertThat(read(5).averages().panic()).isCloseTo(6, within(1.5));
        assertThat(read(5).silentProxy()).isEmpty();
    }

    @Test
    void shouldCountSamplesOfAClockThatIsSomewhatBehind() {
        for (int second = 30; second < 40; second++) {
            assertThat(accept(second - 30, second, 6, 6)).isEqualTo(Acceptance.TAKEN);
        }

        assertThat(read(40).averages().stable()).isPositive();
        assertThat(read(40).inFlight()).isEqualTo(6);
    }

    @Test
    void shouldHearAProxyAgainWhoseClockWasSetBack() {
        accept(3_600, 0, 4, 4);
        assertThat(accept(1, 1, 4, 4)).isEqualTo(Acceptance.DUPLICATE);

        read(61);

        assertThat(accept(62, 62, 4, 4)).isEqualTo(Acceptance.TAKEN);
    }

    private Acceptance accept(int taken, int received, double concurrency, int inFlight) {
        return meter.accept(sample("m", at(taken), concurrency, inFlight, 0), at(received));
    }

    private TrafficMeter.Reading read(int second) {
        return meter.read(at(second), Instant.MIN);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
