package io.gantry.deployer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.ArtifactReference;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.Revision;
import io.gantry.kserve.api.KServeJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedServicesTest {

    private final PackedServices services = new PackedServices();

    @Test
    void shouldGiveBackWhatItWasGiven() {
        InferenceServiceApplied event = applied(1);

        assertThat(services.accept(event)).isTrue();

        assertThat(services.get("ml/iris")).contains(event);
        assertThat(services.present()).containsExactly("ml/iris");
        assertThat(services.get("ml/other")).isEmpty();
    }

    @Test
    void shouldDropWhatIsNotNewer() {
        services.accept(applied(2));

        assertThat(services.accept(applied(2))).isFalse();
        assertThat(services.accept(applied(1))).isFalse();
        assertThat(services.accept(applied(3))).isTrue();

        assertThat(services.get("ml/iris").orElseThrow().generation()).isEqualTo(3);
    }

    @Test
    void shouldRememberThatAServiceWasDeleted() {
        services.accept(applied(1));

        assertThat(services.accept(new InferenceServiceDeleted("ml", "iris", "uid", 2))).isTrue();

        assertThat(services.get("ml/iris")).isEmpty();
        assertThat(services.present()).isEmpty();
        assertThat(services.accept(applied(1))).isFalse();
    }

    private static InferenceServiceApplied applied(long generation) {
        JsonNode predictor =
                KServeJson.mapper()
                        .createObjectNode()
                        .put("minReplicas", 1)
                        .put("größe", "4 GiB")
                        .putNull("model");
        return new InferenceServiceApplied(
                "ml",
                "iris",
                "uid",
                generation,
                List.of(
                        new Revision(
                                "iris-00001",
                                1,
                                100,
                                predictor,
                                List.of(
                                        ArtifactReference.of(
                                                "s3://models/iris", null, "/mnt/models")))),
                predictor);
    }
}
