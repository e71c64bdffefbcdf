package io.gantry.autoscale.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DayPatternTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int NINE = 9 * 3_600;

    /// Whatever is remembered.
    @Property(tries = 200)
    void shouldExpectNoLessThanThereIsAndNoMoreThanThereWas(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 20_000) double demand,
            @ForAll @IntRange(min = 0, max = 86_399) int second,
            @ForAll @IntRange(min = 1, max = 3_600) int coldStart) {
        Random random = new Random(seed);
        Instant now = Instant.parse("2026-03-11T00:00:00Z").plusSeconds(second);
        DayPattern pattern =
                Days.pattern(
                        now, 7, 0, (_, _) -> random.nextInt(20) == 0 ? -1 : random.nextInt(1_000));

        double expected = pattern.expected(now, Duration.ofSeconds(coldStart), demand);

        assertThat(expected)
                .isBetween(demand, Math.max(demand, (double) Collections.max(pattern.levels())));
    }

    /// A twentieth either way is what a steady load's quarters differ by.
    @Property(tries = 200)
    void shouldExpectNoRiseOfASteadyLoadWithALittleNoise(
            @ForAll long seed,
            @ForAll @IntRange(min = 500, max = 50_000) int load,
            @ForAll @DoubleRange(min = 0, max = 2) double is,
            @ForAll @IntRange(min = 0, max = 86_399) int second) {
        assertThat(riseOfNoise(seed, load, 0.049, is * load, second)).isZero();
    }

    @Property(tries = 200)
    void shouldExpectNoMoreThanTheNoiseOfASteadyLoadWithMuch(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 1) double noise,
            @ForAll @DoubleRange(min = 0, max = 2) double is,
            @ForAll @IntRange(min = 0, max = 86_399) int second) {
        assertThat(riseOfNoise(seed, 1_000, noise, is * 1_000, second))
                .isLessThanOrEqualTo(2 * noise * 1_000 + 1);
    }

    private static double riseOfNoise(
            long seed, double load, double noise, double demand, int second) {
        Random random = new Random(seed);
        Instant now = Instant.parse("2026-03-11T00:00:00Z").plusSeconds(second);
        DayPattern pattern =
                Days.pattern(
                        now, 7, 0, (_, _) -> load * (1 + noise * (2 * random.nextDouble() - 1)));
        return pattern.expected(now, MINUTE.multipliedBy(5), demand) - demand;
    }

    /// Wherever in its quarter it was, at the time of the rise seven tenths of it are there.
    @Property(tries = 200)
    void shouldHaveMostOfAStepReadyInTime(
            @ForAll @IntRange(min = 0, max = 899) int within,
            @ForAll @IntRange(min = 1, max = 3_600) int coldStart) {
        Instant step = Instant.parse("2026-03-12T09:00:00Z").plusSeconds(within);
        Instant now = step.minusSeconds(coldStart);
        DayPattern pattern =
                Days.pattern(
                        now, 3, 0, (quarter, _) -> Days.step(quarter, 100, 1_000, NINE + within));

        assertThat(pattern.expected(now, Duration.ofSeconds(coldStart), 100))
                .isBetween(100 + 0.7 * 900, 1_000.0);
        assertThat(
                        pattern.expected(
                                step.minus(Duration.ofHours(2)),
                                Duration.ofSeconds(coldStart),
                                100))
                .as("hours before")
                .isEqualTo(100);
    }

    @Property(tries = 200)
    void shouldShiftWithAllDays(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 2_000) int quarters,
            @ForAll @DoubleRange(min = 0, max = 1_000) double demand) {
        Instant now = Instant.parse("2026-03-11T08:56:00Z");
        Random random = new Random(seed);
        DayPattern pattern =
                Days.pattern(
                        now,
                        7,
                        0,
                        (quarter, _) ->
                                Days.step(quarter, 100, 1_000, NINE)
                                        * (1 + 0.1 * random.nextDouble()));
        Duration by = Days.QUARTER.multipliedBy(quarters);
        DayPattern shifted = DayPattern.of(pattern.since().plus(by), pattern.levels(), 0);

        assertThat(shifted.expected(now.plus(by), MINUTE, demand))
                .isEqualTo(pattern.expected(now, MINUTE, demand));
        assertThat(shifted.comesUntil(now.plus(by), MINUTE))
                .isEqualTo(pattern.comesUntil(now, MINUTE).map(until -> until.plus(by)));
    }

    @Property(tries = 100)
    void shouldSayNothingBeforeThreeDaysAreKnown(
            @ForAll @IntRange(min = 0, max = 7) int known, @ForAll long seed) {
        Instant now = Instant.parse("2026-03-11T08:56:00Z");
        List<Integer> days = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7));
        Collections.shuffle(days, new Random(seed));
        List<Integer> those = days.subList(0, known);
        boolean lastWeek = those.contains(7);
        DayPattern pattern =
                Days.pattern(
                        now,
                        7,
                        0,
                        (quarter, ago) ->
                                ago == 0 || those.contains(ago)
                                        ? Days.step(quarter, 0, 1_000, NINE)
                                        : -1);
        // Of a Wednesday, without the week before.
        long counted = those.stream().filter(ago -> lastWeek || (ago != 3 && ago != 4)).count();

        boolean says = pattern.expected(now, MINUTE, 0) > 0;

        assertThat(says).isEqualTo(counted >= 3);
        assertThat(pattern.comesUntil(Instant.parse("2026-03-11T08:58:30Z"), MINUTE).isPresent())
                .isEqualTo(says);
    }

    /// A holiday, a feast, or anything else.
    @Property(tries = 200)
    void shouldNotCountADayThatIsNotAsTheOthers(
            @ForAll @IntRange(min = 1, max = 5) int day, @ForAll long seed) {
        Instant now = Instant.parse("2026-03-11T08:56:00Z");
        Random random = new Random(seed);
        int most = random.nextInt(10_000) + 1;
        DayPattern without =
                Days.pattern(now, 7, 0, (quarter, _) -> Days.step(quarter, 100, 1_000, NINE));
        DayPattern with =
                Days.pattern(
                        now,
                        7,
                        0,
                        (quarter, ago) ->
                                ago == day
                                        ? random.nextInt(most)
                                        : Days.step(quarter, 100, 1_000, NINE));

        assertThat(with.expected(now, MINUTE, 100))
                .isEqualTo(without.expected(now, MINUTE, 100))
                .isGreaterThan(500);
    }

    @Test
    void shouldLetWorkingDaysSpeakForWorkingDaysOnly() {
        // Monday, Saturday and Sunday after two weeks, and the first Friday, Saturday and Sunday.
        assertThat(expectedAt("2026-03-16T08:56:00Z", 7)).isGreaterThan(500);
        assertThat(expectedAt("2026-03-14T08:56:00Z", 7)).isEqualTo(100);
        assertThat(expectedAt("2026-03-15T08:56:00Z", 7)).isEqualTo(100);
        assertThat(expectedAt("2026-03-06T08:56:00Z", 4)).isGreaterThan(500);
        assertThat(expectedAt("2026-03-07T08:56:00Z", 5)).isEqualTo(100);
        assertThat(expectedAt("2026-03-08T08:56:00Z", 6)).isEqualTo(100);
    }

    /// Mornings on all days but Saturday and Sunday.
    private static double expectedAt(String time, int days) {
        Instant now = Instant.parse(time);
        return Days.pattern(
                        now,
                        days,
                        0,
                        (quarter, _) -> {
                            DayOfWeek day = quarter.atZone(ZoneOffset.UTC).getDayOfWeek();
                            boolean off = day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
                            return off ? 100 : Days.step(quarter, 100, 1_000, NINE);
                        })
                .expected(now, MINUTE, 100);
    }

    /// On a holiday the morning is waited for and the afternoon is not.
    @Test
    void shouldNotCountDaysThatDoNotLookLikeToday() {
        Instant noon = Instant.parse("2026-03-12T12:56:00Z");

        assertThat(twoRises(noon, false).expected(noon, MINUTE, 1_000)).isGreaterThan(2_000);
        assertThat(twoRises(noon, true).expected(noon, MINUTE, 100)).isEqualTo(100);
    }

    private static DayPattern twoRises(Instant now, boolean holiday) {
        return Days.pattern(
                now,
                3,
                0,
                (quarter, ago) ->
                        ago == 0 && holiday
                                ? 100
                                : Days.step(quarter, 100, 1_000, NINE)
                                        + Days.step(quarter, 0, 2_000, NINE + 4 * 3_600));
    }

    /// What today is above or below other days it stays, up to what these had.
    @Test
    void shouldGoOnFromWhatThereIs() {
        Instant now = Instant.parse("2026-03-12T09:20:00Z");
        DayPattern pattern =
                Days.pattern(
                        now,
                        3,
                        0,
                        (quarter, _) -> Days.step(quarter, 1_000, 2_000, NINE + 30 * 60));

        double usual = pattern.expected(now, Duration.ofMinutes(10), 1_000);
        assertThat(usual).isGreaterThan(1_600);
        assertThat(pattern.expected(now, Duration.ofMinutes(10), 800))
                .isCloseTo(usual - 200, within(1e-6));
        assertThat(pattern.expected(now, Duration.ofMinutes(10), 1_500)).isEqualTo(usual);
        assertThat(pattern.expected(now, Duration.ofMinutes(10), 3_000)).isEqualTo(3_000);
    }

    @Test
    void shouldSayUntilWhenSomebodyComesToAModelAtZero() {
        Instant early = Instant.parse("2026-03-12T08:57:00Z");
        DayPattern pattern =
                Days.pattern(early, 3, 0, (quarter, _) -> Days.step(quarter, 0, 1, NINE));

        assertThat(pattern.comesUntil(early, MINUTE)).isEmpty();
        assertThat(pattern.comesUntil(early.plusSeconds(60), MINUTE))
                .isEqualTo(Optional.of(Instant.parse("2026-03-12T09:15:00Z")));
    }

    @Test
    void shouldLearnQuarterByQuarterAndForgetAfterAWeek() {
        Instant now = Instant.parse("2026-03-02T00:00:00Z");
        DayPattern pattern = DayPattern.NONE;
        QuarterMean quarter = QuarterMean.start(now);
        for (int i = 0; i < 8 * 96 * 90; i++) {
            if (quarter.over(now)) {
                pattern = pattern.with(quarter, 300);
                quarter = quarter.next(now);
            }
            int level = i / 90;
            quarter = quarter.with(now, 0.1 + level);
            now = now.plusSeconds(10);
        }

        assertThat(pattern.levels()).hasSize(DayPattern.QUARTERS);
        assertThat(pattern.levels().getLast()).isBetween(8 * 96 - 2, 8 * 96);
        assertThat(pattern.carries()).isEqualTo(300);
        assertThat(DayPattern.of(pattern.since(), pattern.levels(), 300).levels())
                .isEqualTo(pattern.levels());
    }

    /// In a night, one replica does little and is taken to carry whatever it may.
    @Test
    void shouldRememberWhatAReplicaCarriedOnlyWhenMuchWasAskedFor() {
        Instant now = Instant.parse("2026-03-02T00:00:00Z");
        DayPattern pattern = DayPattern.NONE.with(mean(now, 1_000), 500);

        assertThat(pattern.with(mean(now.plus(Days.QUARTER), 499), 9_000).carries()).isEqualTo(500);
        assertThat(pattern.with(mean(now.plus(Days.QUARTER), 600), 450).carries()).isEqualTo(450);
        assertThat(pattern.with(mean(now.plus(Days.QUARTER), 600), 0).carries()).isEqualTo(500);
    }

    @Test
    void shouldNotTakeAQuarterForKnownOfWhichLittleWasSeen() {
        Instant now = Instant.parse("2026-03-02T00:00:00Z");
        QuarterMean quarter = QuarterMean.start(now);
        for (int second = 0; second < 290; second += 10) {
            quarter = quarter.with(now.plusSeconds(second), 100);
        }
        assertThat(quarter.mean()).isEmpty();

        // What lies between two looks that are far apart was not seen.
        quarter = quarter.with(now.plusSeconds(800), 500);
        assertThat(quarter.mean()).isEmpty();

        quarter = quarter.with(now.plusSeconds(830), 200);
        assertThat(quarter.mean()).isEqualTo(OptionalDouble.of((280 * 100 + 30 * 200) / 310.0));
        assertThat(DayPattern.NONE.with(QuarterMean.start(now), 0).levels()).containsExactly(-1);
    }

    private static QuarterMean mean(Instant quarter, double demand) {
        QuarterMean mean = QuarterMean.start(quarter);
        for (int second = 0; second < 900; second += 10) {
            mean = mean.with(quarter.plusSeconds(second), demand);
        }
        return mean;
    }
}
