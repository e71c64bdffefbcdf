package io.gantry.loader.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.loader.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptionTest {

    private static final String LABELS = "gantry.loader.warm.labels";
    private static final String RESOURCES = "gantry.loader.warm.resources";

    @Test
    void shouldReadPairs() {
        Description description =
                of(
                        new Settings(
                                Map.of(
                                        LABELS,
                                        "topology.kubernetes.io/zone=a,gpu=h100,empty=",
                                        RESOURCES,
                                        "nvidia.com/gpu=8,amd.com/gpu=0")));

        assertThat(description.labels())
                .isEqualTo(Map.of("topology.kubernetes.io/zone", "a", "gpu", "h100", "empty", ""));
        assertThat(description.resources())
                .isEqualTo(Map.of("nvidia.com/gpu", 8L, "amd.com/gpu", 0L));
        assertThat(of(new Settings(Map.of())).labels()).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThatThrownBy(() -> of(new Settings(Map.of(LABELS, "zone"))))
                .hasMessageContaining(LABELS)
                .hasMessageContaining("\"zone\"");
        assertThatThrownBy(() -> of(new Settings(Map.of(RESOURCES, "nvidia.com/gpu=many"))))
                .hasMessageContaining(RESOURCES)
                .hasMessageContaining("nvidia.com/gpu=many");
    }

    @Test
    void shouldRefuseANegativeHeadroom() {
        assertThatThrownBy(() -> new WarmPolicy.Settings(-1, false, false))
                .hasMessage("gantry.loader.warm.headroom is -1; it has to be 0 or more");
    }

    private static Description of(Settings settings) {
        return Description.of(settings.config().warm());
    }
}
