package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.kserve.api.InferenceService;
import org.junit.jupiter.api.Test;

/// Downloads beside what the manifest mounts and prepares by itself.
class MixedStorageTest {

    @Test
    void shouldAdjustTheLoaderByAnInitContainerWithoutAnImage() {
        String adjusted =
                "spec: {predictor: {initContainers: [{name: storage-initializer, env: [{name: A, value: b}]}],"
                        + " model: {modelFormat: {name: onnx}, storageUri: '%s'}}}";
        Rendered downloaded =
                Rendered.of(Rendered.service("m", adjusted.formatted("s3://b/m")), Rendered.PLAIN);
        Rendered mounted =
                Rendered.of(Rendered.service("m", adjusted.formatted("pvc://c")), Rendered.PLAIN);

        assertThat(downloaded.initContainer("m-predictor", "storage-initializer").path("env"))
                .isEqualTo(Rendered.json("[{name: A, value: b}]"));
        assertThat(
                        downloaded
                                .initContainer("m-predictor", "storage-initializer")
                                .hasNonNull("image"))
                .isTrue();
        assertThat(downloaded.pod("m-predictor").path("initContainers")).hasSize(1);
        assertThat(mounted.pod("m-predictor").has("initContainers")).isFalse();
    }

    @Test
    void shouldMountDownloadsApartFromAClaimAmongThem() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        spec:
                          predictor:
                            model: {modelFormat: {name: onnx}}
                            storageUris:
                            - {uri: s3://b/m, mountPath: /mnt/a}
                            - {uri: pvc://c, mountPath: /mnt/b}
                            - {uri: s3://b/n, mountPath: /mnt/c/d}
                        """);

        assertThat(
                        Rendered.of(service, Rendered.PLAIN)
                                .container("m-predictor", "kserve-container")
                                .path("volumeMounts"))
                .isEqualTo(
                        Rendered.json(
                                "[{name: kserve-pvc-source, mountPath: /mnt/b, readOnly: true},"
                                        + " {name: kserve-provision-location, mountPath: /mnt/a, subPath: a, readOnly: true},"
                                        + " {name: kserve-provision-location, mountPath: /mnt/c/d, subPath: c/d, readOnly: true}]"));
    }
}
