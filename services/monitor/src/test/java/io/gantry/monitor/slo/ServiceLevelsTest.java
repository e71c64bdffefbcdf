package io.gantry.monitor.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.LatencyHistogram;
import io.gantry.events.TrafficSampled;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.listen.Share;
import io.gantry.monitor.listen.Shares;
import io.gantry.monitor.slo.Indicator.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceLevelsTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final ServiceId SERVICE = new ServiceId("default", "m");
    private static final Measure MINUTE =
            new Measure(new Indicator.Availability(), Duration.ofSeconds(60));
    private static final Measure DAYS =
            new Measure(new Indicator.Latency(Duration.ofSeconds(1)), Duration.ofDays(3));

    private final Share share = Shares.whole(START);
    private final ServiceLevels levels = new ServiceLevels(share);

    @BeforeEach
    void measure() {
        levels.follow(Set.of(MINUTE, DAYS), START);
    }

    @Test
    void shouldAddUpWhatAllProxiesSayWithinTheWindow() {
        record("proxy-1", 0, 0);
        record("proxy-2", 0, 0);
        record("proxy-1", 30, 30);

        assertThat(read(MINUTE, 30)).isEqualTo(new Tally(30, 3));
        assertThat(read(MINUTE, 70)).isEqualTo(new Tally(10, 1));
        assertThat(read(MINUTE, 120)).isEqualTo(Tally.NONE);
        assertThat(read(MINUTE, 120).badPart()).isZero();
        assertThat(read(DAYS, 86_400)).isEqualTo(new Tally(6, 3));
        assertThat(read(DAYS, 5 * 86_400)).isEqualTo(Tally.NONE);
    }

    @Test
    void shouldTellRevisionsApart() {
        record("proxy-1", 0, 0);
        levels.sampled(sample("m-00002", "proxy-1", 0), at(0));

        assertThat(levels.read(SERVICE, MINUTE, at(1)).byRevision())
                .isEqualTo(Map.of("m-00001", new Tally(10, 1), "m-00002", new Tally(10, 1)));
    }

    @Test
    void shouldCountADuplicateOnceAndALateOneNot() {
        record("proxy-1", 30, 30);
        record("proxy-1", 30, 30);
        record("proxy-1", 29, 30);
        record("proxy-2", 10, 75);

        assertThat(read(MINUTE, 75)).isEqualTo(new Tally(10, 1));
    }

    @Test
    void shouldCountSamplesOfAClockThatIsAhead() {
        record("proxy-1", 3_600, 0);
        record("proxy-1", 3_601, 1);
        record("proxy-1", 3_601, 1);

        assertThat(read(MINUTE, 2).requests()).isEqualTo(20);
    }

    @Test
    void shouldHearAProxyAgainWhoseClockWasSetBack() {
        record("proxy-1", 3_600, 0);
        record("proxy-1", 1, 1);
        assertThat(read(MINUTE, 1).requests()).isEqualTo(10);

        record("proxy-1", 61, 61);

        assertThat(read(MINUTE, 61).requests()).isEqualTo(10);
    }

    /// Who has listened for six hours knows little of three days.
    @Test
    void shouldSayHowMuchOfTheWindowWasHeard() {
        assertThat(levels.read(SERVICE, MINUTE, at(30)).heardPart()).isEqualTo(0.5);
        assertThat(levels.read(SERVICE, MINUTE, at(90)).heardPart()).isEqualTo(1);
        assertThat(levels.read(SERVICE, DAYS, at(21_600)).heardPart()).isEqualTo(1.0 / 12);
    }

    /// Other rules, other windows; what goes on being measured forgets nothing.
    @Test
    void shouldFollowWhatIsToBeMeasured() {
        record("proxy-1", 0, 0);
        Measure hour = new Measure(new Indicator.Availability(), Duration.ofHours(1));

        levels.follow(Set.of(MINUTE, hour), at(1));
        record("proxy-1", 2, 2);

        assertThat(read(MINUTE, 3).requests()).isEqualTo(20);
        assertThat(read(hour, 3).requests()).isEqualTo(10);
        assertThat(read(DAYS, 3).requests()).isZero();
        assertThat(levels.read(SERVICE, hour, at(1801)).heardPart()).isEqualTo(0.5);
    }

    @Test
    void shouldForgetRevisionsOfWhichNothingIsKnownAnyMore() {
        record("proxy-1", 0, 0);
        levels.forgetAbandoned(at(100));
        assertThat(levels.read(SERVICE, DAYS, at(100)).byRevision()).hasSize(1);

        levels.forgetAbandoned(at(4 * 86_400));

        assertThat(levels.read(SERVICE, DAYS, at(4 * 86_400)).byRevision()).isEmpty();
    }

    /// What was measured before somebody else had the service has a hole.
    @Test
    void shouldBeginAnewWithEachTenure() {
        record("proxy-1", 0, 0);

        Shares.end(share);
        record("proxy-1", 1, 1);
        assertThat(levels.read(SERVICE, MINUTE, at(90)).heardPart()).isZero();
        assertThat(read(MINUTE, 2)).isEqualTo(Tally.NONE);

        Shares.begin(share, at(60));
        assertThat(levels.read(SERVICE, MINUTE, at(90)).heardPart()).isEqualTo(0.5);
        assertThat(read(MINUTE, 60)).isEqualTo(Tally.NONE);
        record("proxy-1", 60, 60);
        assertThat(read(MINUTE, 61).requests()).isEqualTo(10);
    }

    private Tally read(Measure measure, int second) {
        return levels.read(SERVICE, measure, at(second)).all();
    }

    private void record(String proxy, int taken, int received) {
        levels.sampled(sample("m-00001", proxy, taken), at(received));
    }

    /// Ten requests of which one failed; of the two whose time is known, one took too long.
    private static TrafficSampled sample(String revision, String proxy, int taken) {
        return new TrafficSampled(
                "default",
                "m",
                revision,
                proxy,
                at(taken),
                1000,
                1,
                1,
                0,
                10,
                0,
                1,
                LatencyHistogram.EMPTY.plusMillis(20).plusMillis(2_000));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
