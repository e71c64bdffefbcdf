package io.gantry.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.Artifact;
import io.gantry.registry.Http;
import io.gantry.registry.Yaml;
import io.gantry.registry.revision.ArtifactUse;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // Quarkus fills it in.
class ObservationsTest {

    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/observations/inferenceservices";

    @Inject Observations observations;

    @Test
    void shouldFindTheServicesThatUseAnArtifact() throws Exception {
        create("one", "s3://models/shared");
        create("two", "s3://models/shared");
        create("other", "s3://models/other");
        String shared = Artifact.of("observations", "s3://models/shared").artifact();

        assertThat(keeping(ArtifactUse.pattern(shared)))
                .containsExactlyInAnyOrder(
                        new ResourceKey(InferenceService.KIND, "observations", "one"),
                        new ResourceKey(InferenceService.KIND, "observations", "two"));
        assertThat(keeping(ArtifactUse.pattern("unknown"))).isEmpty();
        assertThat(keeping(KServeJson.mapper().createObjectNode()))
                .contains(new ResourceKey(InferenceService.KIND, "observations", "other"));
    }

    private List<ResourceKey> keeping(ObjectNode pattern) throws InterruptedException {
        return Waiting.on(() -> observations.keeping(InferenceService.KIND, pattern));
    }

    private static void create(String name, String storageUri) {
        Http.yaml()
                .body(Yaml.service(name).replace("s3://models/minilm", storageUri))
                .post(SERVICES)
                .then()
                .statusCode(201);
    }
}
