package io.gantry.monitor.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.monitor.slo.Indicator.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Against what adding up everything anew gives, over samples, pauses and clocks at random.
class SlidingTallyTest {

    private static final long SLICE_MILLIS = 1_000;
    private static final int SLICES = 30;
    private static final int STEPS = 2_000;

    private record Sample(long slice, Tally tally) {}

    @Property(tries = 20)
    void shouldEqualWhatAddingUpAnewGives(@ForAll Random random) {
        SlidingTally tally = new SlidingTally(Duration.ofMillis(SLICES * SLICE_MILLIS));
        List<Sample> samples = new ArrayList<>();
        long now = 1_000_000;
        long newest = Long.MIN_VALUE;
        for (int step = 0; step < STEPS; step++) {
            now += step(random);
            newest = Math.max(newest, now / SLICE_MILLIS);
            long at = now - random.nextLong(2 * SLICES * SLICE_MILLIS);
            Tally one = new Tally(random.nextInt(100), random.nextInt(10));
            tally.add(one, Instant.ofEpochMilli(at), Instant.ofEpochMilli(now));
            if (at / SLICE_MILLIS > newest - SLICES) {
                samples.add(new Sample(at / SLICE_MILLIS, one));
            }

            long last = newest;
            assertThat(tally.read(Instant.ofEpochMilli(now)))
                    .as("step %d", step)
                    .isEqualTo(
                            samples.stream()
                                    .filter(sample -> sample.slice() > last - SLICES)
                                    .map(Sample::tally)
                                    .reduce(Tally.NONE, Tally::plus));
        }
    }

    /// Mostly a part of a slice, at times more than the window, at times back.
    private static long step(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextLong(3 * SLICES * SLICE_MILLIS);
            case 1 -> -random.nextLong(2 * SLICE_MILLIS);
            default -> random.nextLong(SLICE_MILLIS / 2);
        };
    }
}
