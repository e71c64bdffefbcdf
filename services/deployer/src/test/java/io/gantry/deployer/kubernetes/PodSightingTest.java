package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodSightingTest {

    @ParameterizedTest
    @CsvSource({
        "8002, /stats, , 8002/stats",
        "8002, , , 8002/metrics",
        ", , 8082, 8082/metrics",
        "8002, , 8082, 8002/metrics",
        "8002, stats, , 8002/metrics",
        ", /stats, , ",
        "many, /stats, , ",
        ", , , ",
    })
    void shouldTellWhereAPodSaysThatItsMetricsAre(
            @Nullable String port,
            @Nullable String path,
            @Nullable String kservePort,
            @Nullable String expected) {
        Map<String, String> annotations = new HashMap<>();
        put(annotations, "prometheus.io/port", port);
        put(annotations, "prometheus.io/path", path);
        put(annotations, "prometheus.kserve.io/port", kservePort);
        Pod pod =
                new PodBuilder()
                        .withNewMetadata()
                        .withName("p")
                        .withNamespace("default")
                        .withAnnotations(annotations)
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .build();

        assertThat(PodSighting.of(pod).metrics()).isEqualTo(expected);
    }

    private static void put(Map<String, String> annotations, String key, @Nullable String value) {
        if (value != null) {
            annotations.put(key, value);
        }
    }
}
