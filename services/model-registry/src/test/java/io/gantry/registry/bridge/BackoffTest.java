package io.gantry.registry.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    @Property
    void shouldStayWithinItsBounds(
            @ForAll @IntRange(min = 1, max = 1_000_000) int failures, @ForAll long seed) {
        Duration pause = BACKOFF.pause(failures, new Random(seed));

        assertThat(pause).isBetween(Duration.ofMillis(250), Duration.ofSeconds(30));
    }

    @Property
    void shouldWaitAboutTwiceAsLongEachTime(
            @ForAll @IntRange(min = 1, max = 6) int failures, @ForAll long seed) {
        Duration full = Duration.ofMillis(500L << (failures - 1));

        assertThat(BACKOFF.pause(failures, new Random(seed))).isBetween(full.dividedBy(2), full);
    }

    @Test
    void shouldNotBringAllBackAtTheSameMoment() {
        Random random = new Random(1);

        assertThat(BACKOFF.pause(9, random)).isNotEqualTo(BACKOFF.pause(9, random));
    }
}
