package io.gantry.autoscale.hpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecommendationTest {

    private static final Target CPU = new Target.Utilization(80, 0.5);

    /// `wanted` is what the formula of Kubernetes' documentation gives: ceil(replicas × metric ÷
    /// target), but nothing within a tenth of the target.
    @ParameterizedTest
    @CsvSource({
        // percent of the request, replicas, wanted
        "160, 2, 4",
        "88, 3, 3",
        "89, 3, 4",
        "72, 3, 3",
        "71, 3, 3",
        "40, 4, 2",
        "10, 4, 1",
        "0, 4, 1",
    })
    void shouldDivideUtilizationByItsTarget(double percent, int replicas, int wanted) {
        assertThat(of(replicas, replicas, each(CPU, percent / 200, replicas)).replicas())
                .isEqualTo(wanted);
    }

    /// 88.9 % are 88 for Kubernetes, which is just within the tolerance.
    @Test
    void shouldCutUtilizationToWholePercents() {
        assertThat(of(10, 10, each(CPU, 0.4445, 10)).replicas()).isEqualTo(10);
        assertThat(of(10, 10, each(CPU, 0.4455, 10)).replicas()).isEqualTo(12);
    }

    @Test
    void shouldAssumeThatMissingReplicasDoNothingWhenMoreAreWanted() {
        Metric.OfReplicas missing =
                new Metric.OfReplicas("jobs", new Target.AverageValue(10), List.of(30.0, 30.0), 1);

        // Two thirds of what it would be, were the third one as busy as the others.
        assertThat(of(3, 3, missing).replicas()).isEqualTo(6);
        assertThat(of(3, 3, each(missing.target(), 30, 3)).replicas()).isEqualTo(9);
    }

    @Test
    void shouldAssumeThatMissingReplicasAreBusyWhenLessAreWanted() {
        Metric.OfReplicas missing =
                new Metric.OfReplicas("jobs", new Target.AverageValue(10), List.of(4.0, 4.0), 2);
        assertThat(of(4, 4, missing).replicas()).isEqualTo(3);

        // All of its request is more than the target of 80 %, so that the direction would turn.
        Metric.OfReplicas cpu = new Metric.OfReplicas("cpu", CPU, List.of(0.35), 9);
        assertThat(of(10, 10, cpu).replicas()).isEqualTo(10);
    }

    @Test
    void shouldAssumeThatReplicasOnTheirWayDoNothingWhenMoreAreWanted() {
        Metric busy = each(new Target.AverageValue(10), 30, 1);

        assertThat(of(1, 1, busy).replicas()).isEqualTo(3);
        assertThat(of(3, 1, busy).replicas()).as("two are on their way").isEqualTo(3);
        assertThat(of(5, 1, busy).replicas()).as("never the other way").isEqualTo(5);
    }

    @Test
    void shouldTakeAValueForAllReplicasTogether() {
        Metric latency = new Metric.OfAll("p95", new Target.Value(0.5), 1.0);
        assertThat(of(3, 3, latency).replicas()).isEqualTo(6);

        Metric queue = new Metric.OfAll("queue", new Target.AverageValue(0.5), 1.0);
        assertThat(of(3, 3, queue).replicas()).isEqualTo(2);
        assertThat(of(2, 1, queue).replicas()).isEqualTo(2);
    }

    @Test
    void shouldLetTheLargestWin() {
        Recommendation found =
                Recommendation.of(
                        List.of(
                                each(CPU, 0.2, 4),
                                new Metric.OfAll("queue", new Target.AverageValue(10), 71),
                                new Metric.OfAll("jobs", new Target.AverageValue(10), 50)),
                        new Replicas(4, 4),
                        Behavior.DEFAULT);

        assertThat(found.replicas()).isEqualTo(8);
        assertThat(found.by()).extracting(Metric::name).isEqualTo("queue");
        assertThat(found.held()).isFalse();
    }

    @Test
    void shouldTakeNoneAwayWhileAMetricIsUnknownButAddSome() {
        Metric unknown = new Metric.Unavailable("p95", "is not answered");

        Recommendation down =
                Recommendation.of(
                        List.of(unknown, each(CPU, 0.1, 4)), new Replicas(4, 4), Behavior.DEFAULT);
        assertThat(down.replicas()).isEqualTo(4);
        assertThat(down.held()).isTrue();
        assertThat(down.unavailable()).isEqualTo(unknown);

        Recommendation up =
                Recommendation.of(
                        List.of(unknown, each(CPU, 0.8, 4)), new Replicas(4, 4), Behavior.DEFAULT);
        assertThat(up.replicas()).isEqualTo(8);
        assertThat(up.held()).isFalse();

        assertThat(of(4, 4, unknown).replicas()).isEqualTo(4);
        assertThat(of(4, 4, new Metric.OfReplicas("cpu", CPU, List.of(), 4)).held()).isTrue();
    }

    @Test
    void shouldHeedAToleranceForEachDirection() {
        Behavior eager =
                new Behavior(
                        new ScalingRules(
                                ScalingRules.UP.stabilization(),
                                ScalingRules.UP.select(),
                                ScalingRules.UP.policies(),
                                0),
                        ScalingRules.DOWN);
        Metric above = new Metric.OfAll("queue", new Target.AverageValue(10), 102);
        Metric below = new Metric.OfAll("queue", new Target.AverageValue(10), 92);
        Replicas ten = new Replicas(10, 10);

        assertThat(Recommendation.of(List.of(above), ten, eager).replicas()).isEqualTo(11);
        assertThat(Recommendation.of(List.of(below), ten, eager).replicas()).isEqualTo(10);
    }

    @Test
    void shouldRefuseWhatIsNoTarget() {
        assertThatThrownBy(() -> new Target.AverageValue(0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Target.Value(Double.NaN)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Target.Utilization(80, 0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> each(new Target.Value(1), 1, 1)).hasMessageContaining("together");
        assertThatThrownBy(() -> new Metric.OfAll("cpu", CPU, 1)).hasMessageContaining("each");
        assertThatThrownBy(() -> Recommendation.of(List.of(), new Replicas(1, 1), Behavior.DEFAULT))
                .hasMessageContaining("no metric");
        assertThatThrownBy(() -> new Replicas(0, 0)).hasMessageContaining("At least one");
    }

    /// What is missing changes less than what is known would.
    @Property
    void shouldChangeLessTheLessIsKnown(
            @ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = 0, max = 100) Double> values,
            @ForAll @IntRange(min = 0, max = 8) int missing,
            @ForAll @IntRange(min = 0, max = 8) int starting) {
        Target target = new Target.AverageValue(20);
        int ready = values.size() + missing;
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        int wanted = ready + starting;

        int cautious =
                of(wanted, ready, new Metric.OfReplicas("jobs", target, values, missing))
                        .replicas();
        int known = of(wanted, ready, each(target, mean, ready)).replicas();

        if (mean > 20) {
            assertThat(cautious).isBetween(wanted, Math.max(wanted, known));
        } else if (mean < 20) {
            assertThat(cautious).isBetween(Math.min(wanted, known), wanted);
        }
    }

    @Property
    void shouldWantAtLeastWhatEachMetricWants(
            @ForAll @Size(min = 1, max = 5) List<@DoubleRange(min = 0, max = 500) Double> values,
            @ForAll @IntRange(min = 1, max = 20) int replicas) {
        List<Metric> metrics =
                IntStream.range(0, values.size())
                        .<Metric>mapToObj(i ->
                                new Metric.OfAll(
                                        "m" + i, new Target.AverageValue(10), values.get(i)))
                        .toList();
        Replicas there = new Replicas(replicas, replicas);

        int together = Recommendation.of(metrics, there, Behavior.DEFAULT).replicas();

        List<Integer> alone =
                metrics.stream()
                        .map(metric ->
                                Recommendation.of(List.of(metric), there, Behavior.DEFAULT)
                                        .replicas())
                        .toList();
        assertThat(together).isEqualTo(Collections.max(alone));
    }

    private static Recommendation of(int wanted, int ready, Metric metric) {
        return Recommendation.of(List.of(metric), new Replicas(wanted, ready), Behavior.DEFAULT);
    }

    private static Metric.OfReplicas each(Target target, double value, int replicas) {
        return new Metric.OfReplicas("cpu", target, Collections.nCopies(replicas, value), 0);
    }
}
