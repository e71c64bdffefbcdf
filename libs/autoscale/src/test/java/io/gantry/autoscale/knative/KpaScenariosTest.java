package io.gantry.autoscale.knative;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class KpaScenariosTest {

    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);
    private static final Set<String> NO_DECISION = Set.of("noData", "metricError", "podCountError");

    @TestFactory
    Stream<DynamicTest> shouldDecideAsKnativeDoes() {
        return Conformance.tests("kpa-vectors.json", "scenarios", "name", KpaScenariosTest::play);
    }

    private static int play(JsonNode scenario) {
        ObjectNode spec = scenario.get("spec").deepCopy();
        JsonNode initial = scenario.get("initial");
        int ready = initial.get("readyPods").asInt();
        KpaState state = initialState(initial, ready);
        for (JsonNode step : scenario.get("steps")) {
            if (step.has("specUpdate")) {
                spec = step.has("specReplace") ? spec.objectNode() : spec;
                spec.setAll((ObjectNode) step.get("specUpdate"));
            }
            ready = step.path("readyPods").asInt(ready);
            JsonNode expected = step.get("expect");
            if (NO_DECISION.contains(step.path("error").asText())) {
                assertThat(expected.get("valid").asBoolean()).isFalse();
                continue;
            }
            Instant now = at(step.get("t").asDouble());
            boolean podsUnknown = step.path("error").asText().equals("podNotFound");
            Kpa.Result result =
                    Kpa.decide(
                            read(spec),
                            state,
                            new Averages(
                                    step.get("stable").asDouble(), step.get("panic").asDouble()),
                            podsUnknown ? 0 : ready,
                            now);
            state = result.state();
            check(step, expected, result);
        }
        return scenario.get("steps").size();
    }

    private static KpaState initialState(JsonNode initial, int ready) {
        KpaState started = KpaState.start(START, ready);
        if (initial.has("panicSinceSeconds")) {
            return new KpaState(
                    at(initial.get("panicSinceSeconds").asDouble()),
                    initial.get("maxPanicPods").asInt(),
                    MaxWindow.EMPTY);
        }
        assertThat(started.panicking()).isEqualTo(initial.get("expectPanic").asBoolean());
        assertThat(started.maxPanicPods()).isEqualTo(initial.get("expectMaxPanicPods").asInt());
        return started;
    }

    private static void check(JsonNode step, JsonNode expected, Kpa.Result result) {
        String where = step.toString();
        assertThat(result.answer().pods()).as(where).isEqualTo(expected.get("desiredPods").asInt());
        assertThat(result.excessBurstCapacity())
                .as(where)
                .isEqualTo(expected.get("excessBurstCapacity").asInt());
        assertThat(result.state().panicking())
                .as(where)
                .isEqualTo(expected.get("mode").asText().equals("panic"));
        assertThat(result.state().maxPanicPods())
                .as(where)
                .isEqualTo(expected.get("maxPanicPods").asInt());
        if (result.state().overThresholdAt() != null) {
            assertThat(result.state().overThresholdAt())
                    .as(where)
                    .isEqualTo(at(expected.get("panicSinceSeconds").asDouble()));
        }
    }

    private static KpaSpec read(JsonNode spec) {
        return new KpaSpec(
                spec.get("targetValue").asDouble(),
                spec.path("totalValue").asDouble(),
                spec.path("targetBurstCapacity").asDouble(),
                spec.get("panicThreshold").asDouble(),
                spec.get("maxScaleUpRate").asDouble(),
                spec.get("maxScaleDownRate").asDouble(),
                Duration.ofSeconds(spec.path("stableWindowSeconds").asLong()),
                Duration.ofSeconds(spec.path("scaleDownDelaySeconds").asLong()),
                spec.path("activationScale").asInt(),
                spec.path("reachable").asBoolean());
    }

    private static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }
}
