package io.gantry.autoscale.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AutoscalerSettingsVectorsTest {

    @TestFactory
    Stream<DynamicTest> shouldReadConfigAutoscalerAsKnativeDoes() {
        return Conformance.tests(
                "kpa-vectors.json", "config", "name", AutoscalerSettingsVectorsTest::check);
    }

    private static int check(JsonNode config) {
        Map<String, String> configMap = new HashMap<>();
        config.get("input")
                .properties()
                .forEach(entry -> configMap.put(entry.getKey(), entry.getValue().asText()));
        if (config.get("wantError").asBoolean()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AutoscalerSettings.DEFAULTS.with(configMap))
                    .satisfies(refusal ->
                            assertThat(configMap.keySet())
                                    .anyMatch(String.valueOf(refusal.getMessage())::contains));
            return 1;
        }
        JsonNode expected = config.get("expect");
        Map<String, Object> read = fields(AutoscalerSettings.DEFAULTS.with(configMap));
        assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(() -> expected.fieldNames());
        read.forEach((name, value) -> {
            switch (value) {
                case Double number ->
                        assertThat(number)
                                .as(name)
                                .isCloseTo(expected.get(name).asDouble(), within(1e-12));
                case Duration duration ->
                        assertThat(duration.toMillis() / 1000.0)
                                .as(name)
                                .isEqualTo(expected.get(name).asDouble());
                default ->
                        assertThat(value.toString())
                                .as(name)
                                .isEqualTo(expected.get(name).asText());
            }
        });
        return read.size();
    }

    private static Map<String, Object> fields(AutoscalerSettings settings) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("PodAutoscalerClass", settings.autoscalerClass());
        fields.put(
                "ContainerConcurrencyTargetFraction", settings.targets().concurrencyUtilization());
        fields.put("ContainerConcurrencyTargetDefault", settings.targets().concurrency());
        fields.put("RPSTargetDefault", settings.targets().rps());
        fields.put("TargetUtilization", settings.targets().rpsUtilization());
        fields.put("TargetBurstCapacity", settings.targets().burstCapacity());
        fields.put("ActivatorCapacity", settings.targets().activatorCapacity());
        fields.put("StableWindowSeconds", settings.windows().stable());
        fields.put("PanicWindowPercentage", settings.windows().panicPercentage());
        fields.put("PanicThresholdPercentage", settings.windows().panicThresholdPercentage());
        fields.put("MaxScaleUpRate", settings.rates().up());
        fields.put("MaxScaleDownRate", settings.rates().down());
        fields.put("ScaleDownDelaySeconds", settings.rates().downDelay());
        fields.put("EnableScaleToZero", settings.toZero().enabled());
        fields.put("ScaleToZeroGracePeriodSeconds", settings.toZero().grace());
        fields.put("ScaleToZeroPodRetentionPeriodSeconds", settings.toZero().retention());
        fields.put("InitialScale", settings.scale().initial());
        fields.put("AllowZeroInitialScale", settings.scale().allowZeroInitial());
        fields.put("MinScale", settings.scale().min());
        fields.put("MaxScale", settings.scale().max());
        fields.put("MaxScaleLimit", settings.scale().maxLimit());
        return fields;
    }
}
