package io.gantry.autoscale.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowTest {

    /// Whatever comes in whatever order: the average is that of a recomputation from the list of
    /// everything recorded.
    @Property
    void shouldEqualABruteForceRecomputation(
            @ForAll("operations") List<Op> ops, @ForAll @IntRange(min = 1, max = 12) int seconds) {
        Window window = new Window(seconds, Aggregation.LINEAR);
        List<Op> taken = new ArrayList<>();
        long last = Long.MIN_VALUE;
        for (Op op : ops) {
            if (op.read()) {
                assertThat(window.average(op.second()))
                        .isCloseTo(bruteForce(taken, last, op.second(), seconds), within(2e-6));
                continue;
            }
            window.record(op.second(), op.value());
            if (!taken.isEmpty() && op.second() - last >= seconds) {
                taken.clear();
                last = op.second();
            }
            if (taken.isEmpty() || op.second() > last - seconds) {
                taken.add(op);
                last = Math.max(last, op.second());
            }
        }
    }

    /// The newest second weighs a fixed part, each before it what the one after it left, down to
    /// the window's beginning.
    @Property
    void shouldEqualABruteForceRecomputationOfTheWeights(
            @ForAll("operations") List<Op> ops, @ForAll @IntRange(min = 1, max = 70) int seconds) {
        Window window = new Window(seconds, Aggregation.WEIGHTED_EXPONENTIAL);
        List<Op> taken = new ArrayList<>();
        long last = Long.MIN_VALUE;
        for (Op op : ops) {
            if (!op.read()) {
                window.record(op.second(), op.value());
                taken.add(op);
                last = Math.max(last, op.second());
                continue;
            }
            long end = Math.max(op.second(), last);
            double expected = 0;
            for (Op each : taken) {
                expected +=
                        each.second() > end - seconds
                                ? each.value() * weight(end - each.second(), seconds)
                                : 0;
            }
            assertThat(window.average(op.second())).isCloseTo(expected, within(1e-6));
        }
    }

    private static double weight(long age, int seconds) {
        double newest = Math.max(0.2, 1 - Math.pow(0.0001, 1.0 / seconds));
        return newest * Math.pow(1 - newest, (double) age);
    }

    @Property
    void shouldKeepWhatBothLengthsHaveRoomForWhenResized(
            @ForAll("operations") List<Op> ops,
            @ForAll @IntRange(min = 1, max = 12) int before,
            @ForAll @IntRange(min = 1, max = 12) int after) {
        Window window = new Window(before, Aggregation.LINEAR);
        long last = 0;
        for (Op op : ops) {
            window.record(op.second(), op.value());
            last = Math.max(last, op.second());
        }
        Window resized = window.resized(after);
        assertThat(resized.seconds()).isEqualTo(after);
        if (after >= before) {
            assertThat(resized.average(last)).isCloseTo(window.average(last), within(2e-6));
        }
    }

    @Test
    void shouldNotAskForAReplicaMoreForTheNoiseOfSums() {
        Window window = new Window(3, Aggregation.LINEAR);
        window.record(10, 0.1);
        window.record(10, 0.2);
        window.record(11, 0.3);
        window.record(12, 0.3);

        assertThat(window.average(12)).isEqualTo(0.3);
    }

    @Test
    void shouldKnowNothingOfSecondsAfterTheLastRecord() {
        Window window = new Window(10, Aggregation.LINEAR);
        window.record(100, 6);
        window.record(101, 6);

        assertThat(window.average(104)).isEqualTo(6);
        assertThat(window.average(111)).isZero();
    }

    @Test
    void shouldRefuseAWindowOfNoLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Window(0, Aggregation.LINEAR))
                .withMessageContaining("found 0");
    }

    @Provide
    Arbitrary<List<Op>> operations() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 40),
                        Arbitraries.doubles().between(0, 1000),
                        Arbitraries.of(true, false))
                .as(Op::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    private static double bruteForce(List<Op> taken, long last, long now, int seconds) {
        if (taken.isEmpty() || now - last >= seconds) {
            return 0;
        }
        long first = taken.stream().mapToLong(Op::second).min().orElseThrow();
        long end = Math.max(now, last);
        double sum =
                taken.stream()
                        .filter(op -> op.second() > end - seconds)
                        .mapToDouble(Op::value)
                        .sum();
        long unknown = end - last;
        return sum / Math.min(last - first + 1, seconds - unknown);
    }

    record Op(long second, double value, boolean read) {}
}
