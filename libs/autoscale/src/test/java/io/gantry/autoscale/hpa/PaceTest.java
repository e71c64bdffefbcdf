package io.gantry.autoscale.hpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.autoscale.hpa.Pace.Limit;
import io.gantry.autoscale.hpa.ScalingRules.Select;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// A decision every 15 seconds, as Kubernetes' controller makes them.
class PaceTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final int STEP = 15;

    /// "4 Pods or 100 % every 15 seconds till the HPA reaches its steady state."
    @Test
    void shouldDoubleOrAddFourEveryQuarterOfAMinute() {
        assertThat(run(Behavior.DEFAULT, 1, wanted(60, 6))).containsExactly(5, 10, 20, 40, 60, 60);
    }

    /// "80 replicas … when the number falls below 40, 4 at a time": the documentation's example for
    /// several policies, of which the one with the largest change counts.
    @Test
    void shouldTakeTheLargestChangeOfSeveralPolicies() {
        assertThat(run(tenPercentOrFour(Select.MAX), 80, wanted(10, 6), 60))
                .containsExactly(72, 64, 57, 51, 45, 40);
        assertThat(run(tenPercentOrFour(Select.MAX), 40, wanted(10, 8), 60))
                .containsExactly(36, 32, 28, 24, 20, 16, 12, 10);
    }

    @Test
    void shouldTakeTheSmallestChangeWhenAsked() {
        assertThat(run(tenPercentOrFour(Select.MIN), 80, wanted(10, 3), 60))
                .containsExactly(76, 72, 68);
        assertThat(run(tenPercentOrFour(Select.MIN), 20, wanted(10, 3), 60))
                .containsExactly(18, 16, 14);
    }

    /// More often than a policy's period, the changes within it count together.
    @Test
    void shouldCountChangesWithinThePeriod() {
        assertThat(run(tenPercentOrFour(Select.MAX), 40, wanted(10, 10), STEP))
                .containsExactly(36, 36, 36, 36, 32, 32, 32, 32, 28, 28);
    }

    @Test
    void shouldNotChangeWhatIsDisabled() {
        ScalingRules none = rules(0, Select.DISABLED, new Policy(Policy.Type.PODS, 4, seconds(60)));

        assertThat(run(new Behavior(ScalingRules.UP, none), 8, wanted(1, 3)))
                .containsExactly(8, 8, 8);
        assertThat(run(new Behavior(none, ScalingRules.DOWN), 2, wanted(8, 3)))
                .containsExactly(2, 2, 2);
    }

    /// Down to the largest number of the last five minutes.
    @Test
    void shouldHoldTheLargestOfTheWindowBeforeItScalesDown() {
        List<Integer> wanted = new ArrayList<>(List.of(10, 7));
        wanted.addAll(wanted(4, 40));

        List<Integer> followed = run(Behavior.DEFAULT, 10, wanted);

        assertThat(followed.subList(0, 20)).containsOnly(10);
        assertThat(followed.get(20)).as("five minutes after the last 10").isEqualTo(7);
        assertThat(followed.get(21)).isEqualTo(4);
        assertThat(followed.subList(21, 42)).containsOnly(4);
    }

    @Test
    void shouldHoldTheSmallestOfTheWindowBeforeItScalesUp() {
        Behavior slow =
                new Behavior(
                        rules(60, Select.MAX, new Policy(Policy.Type.PERCENT, 900, seconds(15))),
                        ScalingRules.DOWN);

        assertThat(run(slow, 2, List.of(5, 6, 3, 6, 6, 6, 6))).containsExactly(2, 2, 2, 3, 3, 3, 6);
    }

    @Test
    void shouldSayWhatLimitedIt() {
        assertThat(limit(Behavior.DEFAULT, 4, 4)).isEqualTo(Limit.NONE);
        assertThat(limit(Behavior.DEFAULT, 4, 6)).isEqualTo(Limit.NONE);
        assertThat(limit(Behavior.DEFAULT, 4, 60)).isEqualTo(Limit.POLICY_UP);
        assertThat(limit(Behavior.DEFAULT, 4, 2)).isEqualTo(Limit.STABILIZED_DOWN);
        assertThat(limit(tenPercentOrFour(Select.MAX), 40, 2)).isEqualTo(Limit.POLICY_DOWN);
        Behavior slow =
                new Behavior(
                        rules(60, Select.MAX, new Policy(Policy.Type.PODS, 9, seconds(15))),
                        ScalingRules.DOWN);
        assertThat(limit(slow, 4, 5)).isEqualTo(Limit.STABILIZED_UP);
    }

    @Test
    void shouldStabilizeForTheWindowOfKnativesAnnotation() {
        Behavior behavior = Behavior.DEFAULT.stabilizedFor(seconds(30));

        assertThat(run(behavior, 10, wanted(4, 4))).containsExactly(10, 4, 4, 4);
    }

    @Test
    void shouldRefuseWhatKubernetesRefuses() {
        assertThatThrownBy(() -> new Policy(Policy.Type.PODS, 0, seconds(15)))
                .hasMessageContaining("value");
        assertThatThrownBy(() -> new Policy(Policy.Type.PODS, 1, seconds(1801)))
                .hasMessageContaining("periodSeconds must be in [1, 1800], found 1801");
        assertThatThrownBy(() -> new Policy(Policy.Type.PODS, 1, Duration.ZERO))
                .hasMessageContaining("periodSeconds");
        assertThatThrownBy(
                        () -> rules(3601, Select.MAX, new Policy(Policy.Type.PODS, 1, seconds(1))))
                .hasMessageContaining("stabilizationWindowSeconds");
        assertThatThrownBy(() -> rules(1, Select.MAX)).hasMessageContaining("policies");
        assertThatThrownBy(() ->
                        new ScalingRules(seconds(1), Select.MAX, ScalingRules.UP.policies(), -0.1))
                .hasMessageContaining("tolerance");
    }

    /// Whatever is wanted: replicas come no faster than four or double in 15 seconds, and none goes
    /// that was wanted in the last five minutes.
    @Property
    void shouldKeepToItsBoundsWhateverIsWanted(
            @ForAll @Size(min = 1, max = 80) List<@IntRange(min = 1, max = 100) Integer> wanted,
            @ForAll @IntRange(min = 1, max = 100) int start,
            @ForAll @IntRange(min = 1, max = 20) int step) {
        List<Integer> followed = run(Behavior.DEFAULT, start, wanted, step);

        for (int i = 0; i < followed.size(); i++) {
            int before = i == 0 ? start : followed.get(i - 1);
            int oldest = Math.max(0, i - (15 - 1) / step);
            int atPeriodStart = oldest == 0 ? start : followed.get(oldest - 1);
            assertThat(followed.get(i))
                    .isLessThanOrEqualTo(
                            Math.max(before, Math.max(atPeriodStart + 4, 2 * atPeriodStart)));
            int within = Math.max(0, i - (300 - 1) / step);
            int largest =
                    wanted.subList(within, i + 1).stream().max(Integer::compare).orElseThrow();
            assertThat(followed.get(i)).isGreaterThanOrEqualTo(Math.min(before, largest));
        }
    }

    /// A load that wavers changes the number of replicas one way only.
    @Property
    void shouldNeverFlap(
            @ForAll @Size(min = 20, max = 60) List<@IntRange(min = 3, max = 9) Integer> wanted) {
        List<Integer> followed = run(Behavior.DEFAULT, 6, wanted, 5);

        List<Integer> inOrder = followed.stream().sorted().toList();
        assertThat(followed).isEqualTo(inOrder);
    }

    private static Limit limit(Behavior behavior, int current, int wanted) {
        return Pace.limit(
                        behavior,
                        PaceState.start(START, current),
                        current,
                        wanted,
                        START.plusSeconds(STEP))
                .limit();
    }

    private static Behavior tenPercentOrFour(Select select) {
        return new Behavior(
                ScalingRules.UP,
                rules(
                        0,
                        select,
                        new Policy(Policy.Type.PODS, 4, seconds(60)),
                        new Policy(Policy.Type.PERCENT, 10, seconds(60))));
    }

    private static ScalingRules rules(int stabilization, Select select, Policy... policies) {
        return new ScalingRules(
                seconds(stabilization), select, List.of(policies), ScalingRules.TOLERANCE);
    }

    private static List<Integer> run(Behavior behavior, int start, List<Integer> wanted) {
        return run(behavior, start, wanted, STEP);
    }

    private static List<Integer> run(
            Behavior behavior, int start, List<Integer> wanted, int stepSeconds) {
        List<Integer> followed = new ArrayList<>();
        PaceState state = PaceState.start(START.minusSeconds(stepSeconds), start);
        int current = start;
        for (int i = 0; i < wanted.size(); i++) {
            Instant now = START.plusSeconds((long) i * stepSeconds);
            Pace.Result result = Pace.limit(behavior, state, current, wanted.get(i), now);
            state = result.state();
            current = result.replicas();
            followed.add(current);
        }
        return followed;
    }

    private static List<Integer> wanted(int replicas, int times) {
        return Collections.nCopies(times, replicas);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
