package io.gantry.autoscale.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AveragingVectorsTest {

    private static final long START = 1_700_000_000;

    /// Knative's tests compare one value that is rounded to three digits.
    private static final double ROUNDED = 6e-4;

    @TestFactory
    Stream<DynamicTest> shouldAggregateAsKnativeDoes() {
        return Conformance.tests(
                "kpa-vectors.json", "aggregation", "name", AveragingVectorsTest::check);
    }

    private static int check(JsonNode sequence) {
        return switch (sequence.get("kind").asText()) {
            case "linear" -> averages(sequence, Aggregation.LINEAR);
            case "weighted" -> averages(sequence, Aggregation.WEIGHTED_EXPONENTIAL);
            case "max" -> largest(sequence);
            default -> throw new AssertionError("not compared: " + sequence);
        };
    }

    private static int averages(JsonNode sequence, Aggregation aggregation) {
        int compared = 0;
        Window window = new Window(sequence.get("windowSeconds").asInt(), aggregation);
        for (JsonNode op : sequence.get("ops")) {
            long second = (long) Math.floor(START + op.path("t").asDouble());
            if (op.has("resizeSeconds")) {
                window = window.resized(op.get("resizeSeconds").asInt());
            } else if (op.has("record")) {
                window.record(second, op.get("record").asDouble());
            } else {
                compared++;
                assertThat(window.average(second))
                        .as(op.toString())
                        .isCloseTo(op.get("expect").asDouble(), within(ROUNDED));
            }
        }
        return compared;
    }

    private static int largest(JsonNode sequence) {
        MaxWindow window = MaxWindow.EMPTY;
        MaxWindow.Span span =
                new MaxWindow.Span(
                        Duration.ofSeconds(sequence.get("windowSeconds").asLong()),
                        Duration.ofSeconds(sequence.get("granularitySeconds").asLong()));
        for (JsonNode op : sequence.get("ops")) {
            window =
                    window.with(
                            Instant.ofEpochSecond(START + op.get("t").asLong()),
                            op.get("record").asInt(),
                            span);
            assertThat(window.max()).as(op.toString()).isEqualTo(op.get("expect").asInt());
        }
        return sequence.get("ops").size();
    }
}
