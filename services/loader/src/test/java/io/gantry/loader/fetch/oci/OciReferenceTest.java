package io.gantry.loader.fetch.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.events.FailureReason;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OciReferenceTest {

    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "ghcr.io/acme/iris:v1, ghcr.io, acme/iris, v1",
        "ghcr.io/acme/iris, ghcr.io, acme/iris, latest",
        "localhost:5000/iris, localhost:5000, iris, latest",
        "localhost/iris:V_1.2-x, localhost, iris, V_1.2-x",
        "[::1]:5000/a/b/c__d.e-f:1, [::1]:5000, a/b/c__d.e-f, 1",
        "ghcr.io/acme/iris@DIGEST, ghcr.io, acme/iris, DIGEST",
        "ghcr.io/acme/iris:v1@DIGEST, ghcr.io, acme/iris, DIGEST",
        "alpine, docker.io, library/alpine, latest",
        "acme/iris:v1, docker.io, acme/iris, v1",
        "docker.io/alpine, docker.io, library/alpine, latest",
        "GHCR.io/acme/iris, ghcr.io, acme/iris, latest",
        "registry-1.docker.io/alpine, docker.io, library/alpine, latest",
        "index.docker.io/acme/iris, docker.io, acme/iris, latest"
    })
    void shouldReadReferencesAsDockerDoes(
            String rest, String registry, String repository, String version)
            throws LoadFailedException {
        assertThat(OciReference.of(new StorageUri("oci", rest.replace("DIGEST", DIGEST))))
                .isEqualTo(
                        new OciReference(registry, repository, version.replace("DIGEST", DIGEST)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ghcr.io/",
                "ghcr.io/Acme/iris",
                "ghcr.io/acme/iris:",
                "ghcr.io/acme//iris",
                "ghcr.io/acme/iris:v 1",
                "ghcr.io/acme/iris@sha256:12",
                "ghcr.io/acme/iris@sha512:12",
                "ghcr.io/../x",
                "me:geheim@ghcr.io/acme/iris",
                "ghcr.io/acme/iris?token=geheim"
            })
    void shouldRefuseWhatNamesNothing(String rest) {
        assertThatThrownBy(() -> OciReference.of(new StorageUri("oci", rest)))
                .isInstanceOfSatisfying(
                        LoadFailedException.class,
                        e -> {
                            assertThat(e.failure().reason())
                                    .isEqualTo(FailureReason.STORAGE_URI_NOT_SUPPORTED);
                            assertThat(e.failure().remedy()).contains("oci://registry/repository");
                            assertThat(e.failure().toString()).doesNotContain("geheim");
                        });
    }
}
