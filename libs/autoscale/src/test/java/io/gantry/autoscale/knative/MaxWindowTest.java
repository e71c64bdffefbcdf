package io.gantry.autoscale.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MaxWindowTest {

    @Property
    void shouldEqualTheLargestOfAllWithinTheWindow(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 20) Integer> values,
            @ForAll @IntRange(min = 1, max = 30) int seconds) {
        MaxWindow.Span span =
                new MaxWindow.Span(Duration.ofSeconds(seconds), Duration.ofSeconds(2));
        MaxWindow window = MaxWindow.EMPTY;
        List<Integer> seen = new ArrayList<>();
        for (int second = 0; second < values.size(); second++) {
            window = window.with(Instant.ofEpochSecond(second), values.get(second), span);
            seen.add(values.get(second));
            int oldestBucket = second / 2 - Math.ceilDiv(seconds, 2) + 1;
            int largest = 0;
            for (int at = Math.max(0, oldestBucket * 2); at <= second; at++) {
                largest = Math.max(largest, seen.get(at));
            }
            assertThat(window.max()).isEqualTo(largest);
        }
    }
}
