package io.gantry.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.monitor.rule.Condition;
import io.gantry.monitor.slo.Indicator;
import io.gantry.monitor.slo.Indicator.Tally;
import io.gantry.monitor.slo.Measure;
import io.gantry.monitor.slo.ServiceLevels.Reading;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BurnRatesTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTES = Duration.ofMinutes(5);
    private static final Duration HOURS = Duration.ofHours(6);
    private static final Duration HALF = Duration.ofMinutes(30);
    private static final Condition.BurnRate RULE =
            new Condition.BurnRate(
                    new Indicator.Availability(),
                    0.999,
                    10,
                    List.of(
                            new Condition.Windows(HOUR, MINUTES, 14.4),
                            new Condition.Windows(HOURS, HALF, 6)));

    private final Map<Duration, Reading> levels = new HashMap<>();

    /// The workbook's table 5-8: 14.4 times the budget of 0.1 % is 1.44 %.
    @Test
    void shouldFireWhenBothWindowsBurn() {
        measured(HOUR, 1, 10_000, 150);
        measured(MINUTES, 1, 1_000, 20);

        assertThat(judge())
                .isEqualTo(
                        new Finding.Firing(
                                "1.5 % of 10000 requests of the last 1h and 2 % of the last 5m were answered 5xx or broken off, 15 times what the objective of 99.9 % allows",
                                Map.of(), "m-00001"));
    }

    @Test
    void shouldNotFireWhenItIsOverNorWhenItHasJustBegun() {
        measured(HOUR, 1, 10_000, 150);
        measured(MINUTES, 1, 1_000, 14);
        assertThat(judge()).isInstanceOf(Finding.Clear.class);

        measured(HOUR, 1, 10_000, 140);
        measured(MINUTES, 1, 1_000, 500);
        assertThat(judge()).isInstanceOf(Finding.Clear.class);
    }

    @Test
    void shouldFireOnTheSecondPairWhenTheFirstHasCalmedDown() {
        measured(HOURS, 1, 60_000, 400);
        measured(HALF, 1, 5_000, 31);

        assertThat(judge())
                .extracting(finding -> ((Finding.Firing) finding).sentence())
                .asString()
                .contains("of the last 6h", "of the last 30m", "6.67 times");
    }

    /// One failure of twenty requests is 50 times the budget and wakes nobody.
    @Test
    void shouldNotFireForAHandful() {
        measured(HOUR, 1, 20, 9);
        measured(MINUTES, 1, 20, 9);
        assertThat(judge()).isInstanceOf(Finding.Clear.class);

        measured(HOUR, 1, 20, 10);
        assertThat(judge()).isInstanceOf(Finding.Firing.class);
    }

    /// After a restart nothing is known of most of the hour. All that fails for a minute is enough;
    /// what would not be too much in an hour is unclear, so that an alert that is open stays open.
    @Test
    void shouldTakeWhatWasNotHeardForGood() {
        measured(HOUR, 1 / 60.0, 1_000, 1_000);
        measured(MINUTES, 0.2, 1_000, 1_000);
        assertThat(judge()).isInstanceOf(Finding.Firing.class);

        measured(HOUR, 1 / 60.0, 1_000, 100);
        measured(MINUTES, 0.2, 1_000, 100);
        assertThat(judge()).isInstanceOf(Finding.Unclear.class);

        measured(HOUR, 1 / 60.0, 1_000, 1);
        measured(MINUTES, 0.2, 1_000, 1);
        assertThat(judge()).isInstanceOf(Finding.Clear.class);
    }

    /// Nor is an alert over because nothing was heard since another monitor opened it.
    @Test
    void shouldNotTakeNothingForGood() {
        measured(HOUR, 0, 0, 0);
        measured(MINUTES, 0.9, 9, 0);
        assertThat(judge()).isInstanceOf(Finding.Unclear.class);

        measured(MINUTES, 0.9, 10, 0);
        assertThat(judge()).isInstanceOf(Finding.Clear.class);

        measured(MINUTES, 1, 0, 0);
        assertThat(judge()).isInstanceOf(Finding.Clear.class);
    }

    @Test
    void shouldNameTheRevisionThatIsToBlame() {
        measured(HOUR, 1, 10_000, 150);
        levels.put(
                MINUTES,
                new Reading(
                        Map.of("m-00001", new Tally(900, 1), "m-00002", new Tally(100, 90)), 1));

        assertThat(judge())
                .isInstanceOfSatisfying(
                        Finding.Firing.class,
                        firing -> {
                            assertThat(firing.revision()).isEqualTo("m-00002");
                            assertThat(firing.sentence()).endsWith("; worst is revision m-00002");
                        });
    }

    @Test
    void shouldSayWhatIsSlow() {
        Condition.BurnRate slow =
                new Condition.BurnRate(
                        new Indicator.Latency(Duration.ofMillis(2500)),
                        0.99,
                        1,
                        List.of(new Condition.Windows(HOUR, MINUTES, 2)));
        measured(HOUR, 1, 100, 50);
        measured(MINUTES, 1, 100, 50);

        assertThat(new BurnRates(slow, this::level).judge())
                .extracting(finding -> ((Finding.Firing) finding).sentence())
                .asString()
                .contains("took longer than 2.5 s, 50 times what the objective of 99 % allows");
    }

    /// No traffic is no trouble.
    @Test
    void shouldBeClearWithoutRequests() {
        assertThat(judge())
                .extracting(finding -> ((Finding.Clear) finding).sentence())
                .isEqualTo(
                        "0 % of 0 requests of the last 5m were answered 5xx or broken off, the objective of 99.9 % is kept");
    }

    /// To hear less never makes an alert.
    @Property
    void shouldNeverFireForWantOfHearing(
            @ForAll @IntRange(min = 0, max = 1000) int bad,
            @ForAll @DoubleRange(min = 0, max = 1) double heard) {
        measured(HOUR, heard, 1_000, bad);
        measured(MINUTES, Math.min(1, heard * 12), 1_000, bad);
        Finding partly = judge();
        measured(HOUR, 1, 1_000, bad);
        measured(MINUTES, 1, 1_000, bad);

        if (partly instanceof Finding.Firing) {
            assertThat(judge()).isInstanceOf(Finding.Firing.class);
        }
        if (judge() instanceof Finding.Clear) {
            assertThat(partly).isInstanceOf(Finding.Clear.class);
        }
    }

    private void measured(Duration window, double heard, long requests, long bad) {
        levels.put(window, new Reading(Map.of("m-00001", new Tally(requests, bad)), heard));
    }

    private Finding judge() {
        return new BurnRates(RULE, this::level).judge();
    }

    private Reading level(Measure measure) {
        return levels.getOrDefault(measure.window(), new Reading(Map.of(), 1));
    }
}
