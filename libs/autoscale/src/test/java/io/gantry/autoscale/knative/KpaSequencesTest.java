package io.gantry.autoscale.knative;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class KpaSequencesTest {

    @TestFactory
    Stream<DynamicTest> shouldDecideEveryStepAsKnativeDoes() {
        return Conformance.tests("kpa-sequences.json", "sequences", "id", KpaSequencesTest::play);
    }

    private static int play(JsonNode sequence) {
        KpaSpec spec = read(sequence.get("spec"));
        KpaState state =
                KpaState.start(
                        at(sequence.get("createdAtSeconds")),
                        sequence.get("readyPodsAtCreation").asInt());
        for (JsonNode step : sequence.get("steps")) {
            JsonNode expected = step.get("expect");
            if (step.path("noData").asBoolean()) {
                assertThat(expected.get("valid").asBoolean()).isFalse();
                continue;
            }
            Kpa.Result result =
                    Kpa.decide(
                            spec,
                            state,
                            new Averages(
                                    step.get("stable").asDouble(), step.get("panic").asDouble()),
                            step.get("readyPods").asInt(),
                            at(step.get("atSeconds")));
            state = result.state();
            assertThat(result.answer().pods())
                    .as(step.toString())
                    .isEqualTo(expected.get("desired").asInt());
            assertThat(result.excessBurstCapacity())
                    .as(step.toString())
                    .isEqualTo(expected.get("excessBurstCapacity").asInt());
            assertThat(state.panicking())
                    .as(step.toString())
                    .isEqualTo(expected.get("panicking").asBoolean());
        }
        return sequence.get("steps").size();
    }

    private static KpaSpec read(JsonNode spec) {
        return new KpaSpec(
                spec.get("target").asDouble(),
                spec.get("total").asDouble(),
                spec.get("targetBurstCapacity").asDouble(),
                spec.get("panicThreshold").asDouble(),
                spec.get("maxScaleUpRate").asDouble(),
                spec.get("maxScaleDownRate").asDouble(),
                Duration.ofSeconds(spec.get("stableWindow").asLong()),
                Duration.ofSeconds(spec.get("scaleDownDelay").asLong()),
                spec.get("activationScale").asInt(),
                spec.get("reachable").asBoolean());
    }

    private static Instant at(JsonNode seconds) {
        return Instant.ofEpochMilli(Math.round(seconds.asDouble() * 1000));
    }
}
