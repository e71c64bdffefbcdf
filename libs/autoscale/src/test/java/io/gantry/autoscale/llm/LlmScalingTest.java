package io.gantry.autoscale.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LlmScalingTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final int HOUR = 3_600;

    /// Whatever the load, the replicas and their cold start: once an hour has shown what a replica
    /// carries, at most one more try of fewer replicas is taken back.
    @Property(tries = 80)
    void shouldSettleInSteadyLoad(
            @ForAll @DoubleRange(min = 0.3, max = 12) double replicasWorth,
            @ForAll @DoubleRange(min = 500, max = 20_000) double carries,
            @ForAll @IntRange(min = 10, max = 180) int coldStart,
            @ForAll @IntRange(min = 1, max = 15) int replicas) {
        Plant plant = new Plant(carries, coldStart, replicas, 0);

        plant.run(3 * HOUR, _ -> replicasWorth * carries, 0);

        List<Integer> settled = plant.decisions.subList(HOUR / 2, 3 * HOUR / 2);
        assertThat(Plant.turns(settled)).isLessThanOrEqualTo(1);
        assertThat(settled.getLast())
                .isBetween((int) Math.ceil(replicasWorth), (int) Math.ceil(2 * replicasWorth) + 1);
    }

    /// A load that is steady but for noise of up to a tenth from one look to the next turns the
    /// number of replicas no more than thrice in an hour.
    @Property(tries = 80)
    void shouldHardlyTurnInNoise(
            @ForAll @DoubleRange(min = 0.3, max = 12) double replicasWorth,
            @ForAll @IntRange(min = 10, max = 180) int coldStart,
            @ForAll @DoubleRange(min = 0, max = 0.1) double noise,
            @ForAll long seed) {
        Plant plant = new Plant(1_000, coldStart, 4, seed);

        plant.run(3 * HOUR, _ -> replicasWorth * 1_000, noise);

        List<Integer> settled = plant.decisions.subList(HOUR / 2, 3 * HOUR / 2);
        assertThat(Plant.turns(settled)).isLessThanOrEqualTo(6);
    }

    @Property(tries = 50)
    void shouldTakeNoReplicaAwayWhileOneIsUnknown(
            @ForAll @DoubleRange(min = 0, max = 8) double replicasWorth, @ForAll long seed) {
        Plant plant = new Plant(1_000, 30, 8, seed);
        plant.unknown(1);

        plant.run(HOUR, _ -> replicasWorth * 1_000, 0.1);

        assertThat(plant.decisions).allMatch(decided -> decided >= 8);
    }

    @Test
    void shouldTakeNoReplicaAwayBeforeItLookedForLongEnough() {
        LlmScaling.Decided decided = look(carrying(10_000, 1_000), 4, 0, 0.1).decided();

        assertThat(decided)
                .isEqualTo(new LlmScaling.Decided(4, LlmRule.TOKENS, LlmClamp.SHORT_MEMORY));
    }

    @Test
    void shouldComeAtOnceAndGoLate() {
        Plant plant = new Plant(1_000, 60, 2, 1);
        plant.run(1_200, _ -> 1_500, 0.02);
        int before = plant.decisions.getLast();
        int from = plant.decisions.size();
        plant.run(600, _ -> 6_000, 0.02);
        List<Integer> up = List.copyOf(plant.decisions.subList(from, plant.decisions.size()));
        from = plant.decisions.size();
        plant.run(1_800, _ -> 1_500, 0.02);
        List<Integer> down = List.copyOf(plant.decisions.subList(from, plant.decisions.size()));

        assertThat(before).isBetween(2, 3);
        assertThat(up.subList(0, 15)).as("within half a minute").anyMatch(decided -> decided > 4);
        assertThat(up.getLast()).isGreaterThanOrEqualTo(6);
        assertThat(down.subList(0, 60)).as("for two cold starts").allMatch(decided -> decided >= 6);
        assertThat(down.getLast()).isLessThanOrEqualTo(3);
    }

    /// From 1,000 tokens a second, 10 more each second: those of the last half a minute, and what
    /// they will have grown by in the minute that a replica takes to start.
    @Test
    void shouldScaleAheadOfARisingLoad() {
        LlmSpec spec = carrying(100, 1_000);
        LlmState state = LlmState.start(START);
        LlmScaling.Decided decided = new LlmScaling.Decided(0, LlmRule.AS_IT_IS, null);
        for (int second = 0; second <= 180; second += 2) {
            LlmSignals signals =
                    new LlmSignals(
                            START.plusSeconds(second),
                            20,
                            0,
                            10,
                            0,
                            0,
                            0,
                            0.1,
                            new LlmSignals.Done(
                                    second * 1_000 + 5 * second * second, second * 2, second));
            LlmScaling.Result result = LlmScaling.decide(spec, state, 20, signals);
            state = result.state();
            decided = result.decided();
        }

        assertThat(decided).isEqualTo(new LlmScaling.Decided(33, LlmRule.TREND, null));
    }

    /// At 1,000 tokens a second, of which two replicas are enough, on days that had 8,000 now.
    @Test
    void shouldScaleAheadOfWhatOtherDaysHad() {
        LlmScaling.Result result = look(carrying(500, 1_000), rising(500), 2, 0, 0.1);

        assertThat(result.decided()).isEqualTo(new LlmScaling.Decided(16, LlmRule.PATTERN, null));
        assertThat(result.inputs()).containsEntry("tokensAsked", 8_000.0);
        assertThat(result.demand()).hasValue(1_000);
    }

    /// Nothing is learned yet, as after another monitor was there before.
    @Test
    void shouldDivideWhatOtherDaysHadByWhatAReplicaCarriedThen() {
        LlmScaling.Result result = look(spec(Set.of(LlmMetric.QUEUE)), rising(400), 2, 0, 0.1);

        assertThat(result.decided()).isEqualTo(new LlmScaling.Decided(20, LlmRule.PATTERN, null));
    }

    @Property(tries = 200)
    void shouldDecideNoLessThanWithoutOtherDays(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 10) int replicas,
            @ForAll @IntRange(min = 0, max = 20) int waiting,
            @ForAll @DoubleRange(min = 50, max = 5_000) double carries) {
        Random random = new Random(seed);
        DayPattern any =
                Days.pattern(START, 7, random.nextInt(5_000), (_, _) -> random.nextInt(4_000));
        LlmSpec spec = carrying(carries, 1_000);

        LlmScaling.Decided with =
                look(spec, new Usual(any, random.nextDouble()), replicas, waiting, 0.3).decided();
        LlmScaling.Decided without = look(spec, replicas, waiting, 0.3).decided();

        assertThat(with.replicas()).isGreaterThanOrEqualTo(without.replicas());
    }

    /// Days that rise from 1,000 tokens a second to 8,000 now.
    private static Usual rising(int carries) {
        return new Usual(
                Days.pattern(
                        START,
                        7,
                        carries,
                        (quarter, _) -> Days.step(quarter, 1_000, 8_000, 10 * HOUR)),
                1);
    }

    @Test
    void shouldAskForMoreWhereKvCachesAreFull() {
        LlmScaling.Result result = look(spec(Set.of(LlmMetric.KV)), 4, 0, 0.95);

        assertThat(result.decided()).isEqualTo(new LlmScaling.Decided(5, LlmRule.KV, null));
        assertThat(look(spec(Set.of(LlmMetric.QUEUE)), 4, 0, 0.95).decided().replicas())
                .isEqualTo(4);
    }

    @Test
    void shouldAskForOneMoreWhereRequestsWait() {
        assertThat(look(spec(Set.of(LlmMetric.QUEUE)), 4, 3, 0.1).decided())
                .isEqualTo(new LlmScaling.Decided(5, LlmRule.QUEUE, null));
        assertThat(look(spec(Set.of(LlmMetric.TTFT)), 4, 3, 0.1).decided().rule())
                .isEqualTo(LlmRule.TTFT);
    }

    /// A prompt that takes long alone takes as long with more replicas.
    @Test
    void shouldAskForNothingWhereFirstTokensAreLateAndNothingWaits() {
        assertThat(look(spec(Set.of(LlmMetric.TTFT)), 4, 0, 0.1).decided().replicas()).isEqualTo(4);
    }

    @Test
    void shouldBelieveATargetThatIsGiven() {
        assertThat(look(carrying(100, 1_000), 4, 0, 0.1).decided())
                .isEqualTo(new LlmScaling.Decided(10, LlmRule.TOKENS, null));
    }

    @Test
    void shouldStayWithinTheRates() {
        assertThat(look(carrying(10, 1.5), 4, 0, 0.1).decided())
                .isEqualTo(new LlmScaling.Decided(6, LlmRule.TOKENS, LlmClamp.SCALE_UP_RATE));
    }

    /// Half a minute of 1,000 tokens and two requests a second, whose first token takes 5 s.
    private static LlmScaling.Result look(
            LlmSpec spec, int replicas, double waiting, double kvUse) {
        return look(spec, Usual.NOTHING, replicas, waiting, kvUse);
    }

    private static LlmScaling.Result look(
            LlmSpec spec, Usual usual, int replicas, double waiting, double kvUse) {
        LlmState state = LlmState.start(START).knowing(usual);
        LlmScaling.Result result = null;
        for (int second = 0; second <= 30; second += 2) {
            LlmSignals signals =
                    new LlmSignals(
                            START.plusSeconds(second),
                            replicas,
                            // Nothing is learned, so that the rule that is meant is the one that
                            // asks.
                            spec.tokens().isPresent() ? 0 : 1,
                            10,
                            waiting,
                            waiting / replicas,
                            0,
                            kvUse,
                            new LlmSignals.Done(second * 1_000, second * 2, second * 10));
            result = LlmScaling.decide(spec, state, replicas, signals);
            state = result.state();
        }
        return Objects.requireNonNull(result);
    }

    private static LlmSpec carrying(double tokens, double maxScaleUpRate) {
        return new LlmSpec(
                Set.of(LlmMetric.TOKENS),
                Duration.ofSeconds(2),
                LlmSpec.KV_USE,
                OptionalDouble.of(tokens),
                OptionalDouble.empty(),
                Duration.ofSeconds(60),
                maxScaleUpRate,
                2);
    }

    private static LlmSpec spec(Set<LlmMetric> metrics) {
        return new LlmSpec(
                metrics,
                Duration.ofSeconds(2),
                LlmSpec.KV_USE,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Duration.ofSeconds(60),
                1000,
                2);
    }
}
