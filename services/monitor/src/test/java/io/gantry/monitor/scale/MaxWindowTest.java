package io.gantry.monitor.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.monitor.Conformance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MaxWindowTest {

    @Test
    void shouldAnswerAsKnativesWindowDoes() {
        for (JsonNode sequence : Conformance.knative("kpa-vectors.json").get("aggregation")) {
            if (!sequence.get("kind").asText().equals("max")) {
                continue;
            }
            MaxWindow window = MaxWindow.EMPTY;
            MaxWindow.Span span =
                    new MaxWindow.Span(
                            Duration.ofSeconds(sequence.get("windowSeconds").asLong()),
                            Duration.ofSeconds(sequence.get("granularitySeconds").asLong()));
            for (JsonNode op : sequence.get("ops")) {
                window =
                        window.with(
                                Instant.ofEpochSecond(1_700_000_000 + op.get("t").asLong()),
                                op.get("record").asInt(),
                                span);
                assertThat(window.max()).as(op.toString()).isEqualTo(op.get("expect").asInt());
            }
        }
    }

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
