package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.deployer.platform.PredictorKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SightingsTest {

    private static final PredictorKey OLD = new PredictorKey("ml", "iris", "iris-00001");
    private static final PredictorKey NEW = new PredictorKey("ml", "iris", "iris-00002");
    private static final String NAME = "iris-predictor";

    private final Sightings sightings = new Sightings();

    @Test
    void shouldHoldANameUntilItsDeploymentIsGone() {
        sightings.saw(deployment("uid-1", 1));
        assertThat(sightings.isFree(NEW, NAME)).isFalse();
        assertThat(sightings.isFree(OLD, NAME)).isTrue();

        sightings.deleted(deployment("uid-1", 1));
        assertThat(sightings.of(OLD).isNothing()).isTrue();
        assertThat(sightings.isFree(NEW, NAME)).isFalse();
        assertThat(sightings.isFree(OLD, NAME)).isFalse();

        sightings.gone(OLD, "uid-1");
        assertThat(sightings.isFree(NEW, NAME)).isTrue();
    }

    /// Its informer may tell that before the answer to our own request is there.
    @Test
    void shouldNotWaitForADeploymentThatIsKnownToBeGone() {
        sightings.saw(deployment("uid-1", 1));
        sightings.gone(OLD, "uid-1");

        sightings.deleted(deployment("uid-1", 1));

        assertThat(sightings.isFree(NEW, NAME)).isTrue();
    }

    @Test
    void shouldKeepANewerDeploymentWhenAnOlderOneIsGone() {
        sightings.saw(deployment("uid-2", 1));

        sightings.gone(OLD, "uid-1");

        assertThat(sightings.of(OLD).set()).isEqualTo(deployment("uid-2", 1));
    }

    /// An informer may tell of what we have changed since.
    @Test
    void shouldNotTakeAnOlderStateForNews() {
        sightings.saw(deployment("uid-1", 2));

        sightings.saw(deployment("uid-1", 1));

        assertThat(sightings.of(OLD).set()).isEqualTo(deployment("uid-1", 2));
    }

    private static SetSighting deployment(String uid, long version) {
        return new SetSighting(
                OLD,
                new SetKind.Ref(SetKind.DEPLOYMENT, "ml", NAME),
                NAME,
                uid,
                "service-uid",
                false,
                "gantry-onnx",
                "fingerprint",
                "",
                "",
                false,
                false,
                version,
                1,
                1,
                8080,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of(),
                List.of(),
                Map.of(),
                true,
                null);
    }
}
