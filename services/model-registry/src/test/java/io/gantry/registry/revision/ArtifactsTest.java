package io.gantry.registry.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.ArtifactReference;
import io.gantry.events.CredentialsReference;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.registry.Artifact;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ArtifactsTest {

    @Test
    void shouldMeanTheSecretsOfTheDefaultAccount() throws Exception {
        assertThat(artifacts("{}", "{\"storageUri\": \"s3://models/iris\"}", ""))
                .containsExactly(Artifact.of("ml", "s3://models/iris"));
    }

    @Test
    void shouldMeanTheSecretsThatTheManifestNames() throws Exception {
        assertThat(
                        artifacts(
                                "{\"serving.kserve.io/storageSecretName\": \"minio\"}",
                                "{\"storageUri\": \"s3://models/iris\"}",
                                ", \"serviceAccountName\": \"models\""))
                .extracting(ArtifactReference::credentials)
                .containsExactly(new CredentialsReference("ml", "models", "minio", null, null));
    }

    @Test
    void shouldMeanAKeyOfTheStorageSecret() throws Exception {
        List<ArtifactReference> artifacts =
                artifacts("{}", "{\"storage\": {\"key\": \"minio\", \"path\": \"iris/1\"}}", "");

        assertThat(artifacts)
                .extracting(ArtifactReference::storageUri)
                .containsExactly("storage://minio/iris/1");
        assertThat(artifacts)
                .extracting(ArtifactReference::credentials)
                .containsExactly(new CredentialsReference("ml", "default", null, "minio", null));
    }

    @Test
    void shouldMeanTheDefaultKeyOfAType() throws Exception {
        List<ArtifactReference> artifacts =
                artifacts(
                        "{}",
                        "{\"storage\": {\"path\": \"iris\", \"parameters\": {\"type\": \"s3\"}}}",
                        "");

        assertThat(artifacts)
                .extracting(ArtifactReference::credentials)
                .containsExactly(
                        new CredentialsReference(
                                "ml", "default", null, "default_s3", Map.of("type", "s3")));
    }

    /// Who may not read a source does not get what another has read from it.
    @Test
    void shouldGiveNamespacesArtifactsOfTheirOwn() {
        assertThat(Artifact.of("ml", "s3://models/iris").artifact())
                .isNotEqualTo(Artifact.of("others", "s3://models/iris").artifact());
    }

    private static List<ArtifactReference> artifacts(
            String annotations, String model, String predictor) throws Exception {
        String manifest =
                """
                {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                 "metadata": {"name": "iris", "namespace": "ml", "annotations": %s},
                 "spec": {"predictor": {"model": %s %s}}}\
                """
                        .formatted(annotations, model, predictor);
        InferenceService service = KServeJson.mapper().readValue(manifest, InferenceService.class);
        return Artifacts.of(
                service,
                Defaulting.component(
                        Objects.requireNonNull(Objects.requireNonNull(service.spec()).predictor())),
                null);
    }
}
