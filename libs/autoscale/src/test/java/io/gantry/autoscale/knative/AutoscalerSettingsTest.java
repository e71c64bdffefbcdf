package io.gantry.autoscale.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AutoscalerSettingsTest {

    /// The example of the document that Gantry came from.
    @Test
    void shouldTakeAnExampleThatHasBothBoundsAndScalingToZero() {
        Map<String, String> example =
                Map.of(
                        "enable-scale-to-zero", "true",
                        "scale-to-zero-grace-period", "30s",
                        "max-scale-up-rate", "1000.0",
                        "max-scale-down-rate", "2.0",
                        "container-concurrency-target-percentage", "70",
                        "min-scale", "1",
                        "max-scale", "100");

        AutoscalerSettings read = AutoscalerSettings.DEFAULTS.with(example);

        assertThat(AutoscalerSettings.unknownKeys(example)).isEmpty();
        assertThat(read.scale().min()).isEqualTo(1);
        assertThat(read.scale().max()).isEqualTo(100);
        assertThat(read.toZero().enabled()).isTrue();
    }

    @Test
    void shouldTellKeysThatAreNoneOfTheAutoscalers() {
        Map<String, String> configMap =
                Map.of(
                        "_example", "…",
                        "max-scale", "3",
                        "max-scales", "3",
                        "enable-vertical-scaling", "true");

        assertThat(AutoscalerSettings.unknownKeys(configMap))
                .containsExactly("enable-vertical-scaling", "max-scales");
        assertThat(AutoscalerSettings.DEFAULTS.with(configMap).scale().max()).isEqualTo(3);
    }
}
