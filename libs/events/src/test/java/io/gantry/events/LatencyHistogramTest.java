package io.gantry.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    @Property
    void shouldPutADurationBetweenItsBounds(
            @ForAll @DoubleRange(min = 0, max = 1e9) double millis) {
        int bucket = LatencyHistogram.bucketOf(millis);

        assertThat(millis)
                .isLessThanOrEqualTo(LatencyHistogram.upperBoundMillis(bucket) * (1 + 1e-9));
        if (bucket > 0) {
            assertThat(millis)
                    .isGreaterThan(LatencyHistogram.upperBoundMillis(bucket - 1) * (1 - 1e-9));
        }
    }

    @Property
    void shouldTellAQuantileWithinAQuarter(
            @ForAll @NotEmpty List<@DoubleRange(min = 1, max = 100_000) Double> durations) {
        LatencyHistogram histogram = LatencyHistogram.EMPTY;
        for (double millis : durations) {
            histogram = histogram.plusMillis(millis);
        }
        List<Double> sorted = durations.stream().sorted().toList();
        double exact = sorted.get((int) Math.ceil(0.5 * sorted.size()) - 1);

        assertThat(histogram.total()).isEqualTo(durations.size());
        assertThat(histogram.quantileMillis(0.5)).isBetween(exact * 0.999, exact * 1.2501);
    }

    @Property
    void shouldCountWhatExceedsALimitWithinAQuarter(
            @ForAll List<@DoubleRange(min = 1, max = 100_000) Double> durations,
            @ForAll @DoubleRange(min = 1, max = 100_000) double limit) {
        LatencyHistogram histogram = LatencyHistogram.EMPTY;
        for (double millis : durations) {
            histogram = histogram.plusMillis(millis);
        }

        assertThat(histogram.slowerThan(limit))
                .isBetween(
                        durations.stream().filter(millis -> millis > limit * 1.2501).count(),
                        durations.stream().filter(millis -> millis > limit * 0.999).count());
    }

    @Test
    void shouldSayZeroWhenNothingWasCounted() {
        assertThat(LatencyHistogram.EMPTY.quantileMillis(0.99)).isZero();
    }
}
