package io.gantry.monitor.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.monitor.Conformance;
import io.gantry.monitor.signal.Averages;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class KpaSequencesTest {

    @TestFactory
    Stream<DynamicTest> shouldDecideEveryStepAsKnativeDoes() {
        return StreamSupport.stream(
                        Conformance.knative("kpa-sequences.json").get("sequences").spliterator(),
                        false)
                .map(sequence ->
                        DynamicTest.dynamicTest(sequence.get("id").asText(), () -> play(sequence)));
    }

    private static void play(JsonNode sequence) {
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
