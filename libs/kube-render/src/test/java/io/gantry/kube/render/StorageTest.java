package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.validate.Violation;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a model gets into the pod.
class StorageTest {
    private static final String DOWNLOADED =
            "spec: {predictor: {model: {modelFormat: {name: onnx}, storageUri: s3://b/m}}}";
    private static final RenderSettings CACHED =
            RenderSettings.DEFAULT.withNodeCache("/var/lib/gantry");

    @Test
    void shouldDownloadIntoADirectoryThatTheServerOnlyReads() {
        Rendered rendered = Rendered.of(Rendered.service("m", DOWNLOADED), Rendered.PLAIN);

        assertThat(server(rendered).path("volumeMounts"))
                .isEqualTo(
                        Rendered.json(
                                "[{name: kserve-provision-location, mountPath: /mnt/models, readOnly: true}]"));
        assertThat(args(init(rendered, "storage-initializer")))
                .containsExactly("pull", "s3://b/m", "/mnt/models");
        assertThat(rendered.pod("m-predictor").path("volumes"))
                .isEqualTo(Rendered.json("[{name: kserve-provision-location, emptyDir: {}}]"));
    }

    @Test
    void shouldLockUpTheLoaderAsTheServer() {
        InferenceService service =
                Rendered.service(
                        "m",
                        "spec: {predictor: {model: {modelFormat: {name: onnx}, storageUri: s3://b/m,"
                                + " securityContext: {capabilities: {drop: [ALL]}}}}}");

        Rendered rendered = Rendered.of(service, Rendered.PLAIN);

        assertThat(init(rendered, "storage-initializer").path("securityContext"))
                .isEqualTo(Rendered.json("{capabilities: {drop: [ALL]}}"));
    }

    @Test
    void shouldLetTheServerWriteWhereTheServiceSaysSo() {
        InferenceService service =
                Rendered.service(
                        "m",
                        "metadata: {annotations: {storage.kserve.io/readonly: 'false'}}\n"
                                + DOWNLOADED);

        Rendered rendered = Rendered.of(service, Rendered.PLAIN);

        assertThat(server(rendered).at("/volumeMounts/0").has("readOnly")).isFalse();
    }

    @Test
    void shouldMountAClaimWithoutDownloading() {
        InferenceService service =
                Rendered.service(
                        "m",
                        "spec: {predictor: {model: {modelFormat: {name: onnx}, storageUri: pvc://claim/a/b/}}}");

        Rendered rendered = Rendered.of(service, Rendered.PLAIN);

        assertThat(rendered.pod("m-predictor").has("initContainers")).isFalse();
        assertThat(server(rendered).path("volumeMounts"))
                .isEqualTo(
                        Rendered.json(
                                "[{name: kserve-pvc-source, mountPath: /mnt/models, subPath: a/b, readOnly: true}]"));
        assertThat(rendered.pod("m-predictor").path("volumes"))
                .isEqualTo(
                        Rendered.json(
                                "[{name: kserve-pvc-source, persistentVolumeClaim: {claimName: claim}}]"));
    }

    @Test
    void shouldRefuseAClaimWithoutAName() {
        InferenceService service =
                Rendered.service(
                        "m",
                        "spec: {predictor: {model: {modelFormat: {name: onnx}, storageUri: 'pvc:///a'}}}");

        Violation why = Rendered.refused(ClusterLookup.NOTHING, service, Rendered.PLAIN);

        assertThat(why.field()).isEqualTo("spec.predictor.model.storageUri");
        assertThat(why.found()).isEqualTo("pvc:///a");
    }

    @Test
    void shouldRefuseAModelThatIsToBeDecrypted() {
        String model =
                "spec: {predictor: {model: {modelFormat: {name: onnx}, storageUri: s3://b/m, confidential: {enabled: %s}}}}";

        Violation why =
                Rendered.refused(
                        ClusterLookup.NOTHING,
                        Rendered.service("m", model.formatted("true")),
                        Rendered.PLAIN);

        assertThat(why.field()).isEqualTo("spec.predictor.model.confidential.enabled");
        Rendered open =
                Rendered.of(Rendered.service("m", model.formatted("false")), Rendered.PLAIN);
        assertThat(server(open).has("confidential")).isFalse();
    }

    @Test
    void shouldMountSeveralPlacesBelowOneDirectory() {
        Rendered rendered = Rendered.of(several(), Rendered.PLAIN);

        assertThat(args(init(rendered, "storage-initializer")))
                .containsExactly(
                        "pull",
                        "s3://b/base",
                        "/mnt/models/base",
                        "hf://o/lora",
                        "/mnt/models/lora");
        assertThat(server(rendered).path("volumeMounts"))
                .isEqualTo(
                        Rendered.json(
                                """
                                - {name: kserve-pvc-source, mountPath: /mnt/data, subPath: words, readOnly: true}
                                - {name: kserve-provision-location, mountPath: /mnt/models, readOnly: true}
                                """));
    }

    @Test
    void shouldGiveTheModelToATransformerInTheSamePod() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        spec:
                          predictor:
                            model: {modelFormat: {name: onnx}, storageUri: s3://b/m}
                            containers: [{name: transformer-container, image: t:1}]
                        """);

        Rendered rendered = Rendered.of(service, Rendered.PLAIN);

        assertThat(
                        rendered.container("m-predictor", "transformer-container")
                                .at("/volumeMounts/0/mountPath")
                                .asText())
                .isEqualTo("/mnt/models");
    }

    @Test
    void shouldTellACustomServerWhereItsModelIs() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        spec:
                          predictor:
                            containers:
                            - image: own:1
                              env: [{name: STORAGE_URI, value: 'gs://b/m'}]
                        """);

        Rendered rendered = Rendered.of(service);

        assertThat(
                        Rendered.named(server(rendered).path("env"), "STORAGE_URI")
                                .path("value")
                                .asText())
                .isEqualTo("/mnt/models");
        assertThat(args(init(rendered, "storage-initializer"))).contains("gs://b/m");
    }

    @Test
    void shouldLookIntoTheNodesCacheWithoutBeingAbleToChangeIt() {
        Rendered rendered = cached(List.of(new Artifact("s3://b/m", "a1", "cafe")));

        JsonNode loader = init(rendered, "storage-initializer");
        assertThat(args(loader))
                .containsExactly(
                        "pull", "--artifact", "a1", "--sha256", "cafe", "s3://b/m", "/mnt/models");
        JsonNode mount = Rendered.named(loader.path("volumeMounts"), "gantry-node-cache");
        assertThat(mount.path("readOnly").asBoolean()).isTrue();
        assertThat(
                        Rendered.named(loader.path("env"), "GANTRY_LOADER_CACHE_DIRECTORY")
                                .path("value"))
                .isEqualTo(mount.path("mountPath"));
        assertThat(
                        Rendered.named(
                                        rendered.pod("m-predictor").path("volumes"),
                                        "gantry-node-cache")
                                .at("/hostPath/path")
                                .asText())
                .isEqualTo("/var/lib/gantry");
        assertThat(server(rendered).path("volumeMounts")).hasSize(1);
    }

    @Test
    void shouldPullEachOfSeveralPlacesByItselfFromTheNodesCache() {
        InferenceService service = several();
        Rendered rendered =
                revision(
                        service,
                        List.of(
                                new Artifact("s3://b/base", "a1", null),
                                new Artifact("hf://o/lora", "a2", null)));

        assertThat(args(init(rendered, "storage-initializer")))
                .containsExactly("pull", "--artifact", "a1", "s3://b/base", "/mnt/models/base");
        assertThat(args(init(rendered, "storage-initializer-2")))
                .containsExactly("pull", "--artifact", "a2", "hf://o/lora", "/mnt/models/lora");
    }

    @Test
    void shouldMountNoCacheWhereNothingIsShared() {
        assertThat(cached(List.of()).pod("m-predictor").path("volumes")).hasSize(1);
    }

    @Test
    void shouldDownloadByItselfWhereNodesHaveNoCache() {
        InferenceService service = Rendered.service("m", DOWNLOADED);
        List<Artifact> artifacts = List.of(new Artifact("s3://b/m", "a1", null));

        Rendered rendered = revision(RenderSettings.DEFAULT, service, artifacts);

        assertThat(args(init(rendered, "storage-initializer"))).doesNotContain("--artifact");
        assertThat(rendered.pod("m-predictor").path("volumes")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "containers: [{name: spy, image: 's:1', volumeMounts: [{name: gantry-node-cache, mountPath: /all}]}]",
                "volumes: [{name: gantry-node-cache, emptyDir: {}}]"
            })
    void shouldNotLetAnythingOfTheUsersPassForTheCache(String pod) {
        InferenceService service =
                Rendered.service(
                        "m",
                        "spec: {predictor: {model: {modelFormat: {name: onnx}, storageUri: s3://b/m}, %s}}"
                                .formatted(pod));

        Violation why = Rendered.refused(ClusterLookup.NOTHING, service, Rendered.PLAIN);

        assertThat(why.found()).isEqualTo("gantry-node-cache");
    }

    @Test
    void shouldDownloadIntoAVolumeOfTheUsersWhereOneHasTheName() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        spec:
                          predictor:
                            model: {modelFormat: {name: onnx}, storageUri: s3://b/m}
                            volumes:
                            - name: kserve-provision-location
                              emptyDir: {medium: Memory}
                        """);

        assertThat(Rendered.of(service, Rendered.PLAIN).pod("m-predictor").path("volumes"))
                .isEqualTo(
                        Rendered.json(
                                "[{name: kserve-provision-location, emptyDir: {medium: Memory}}]"));
    }

    @Test
    void shouldUseADownloaderOfTheInstallations() {
        KnownCluster cluster =
                new KnownCluster()
                        .downloaders(downloader("default", "s3://"), downloader("ours", "s3://"));

        Rendered rendered =
                Rendered.of(
                        RenderSettings.DEFAULT,
                        cluster,
                        Rendered.service("m", DOWNLOADED),
                        Rendered.PLAIN);

        JsonNode container = init(rendered, "storage-initializer");
        assertThat(container.path("image").asText()).isEqualTo("ours:1");
        assertThat(args(container)).containsExactly("s3://b/m", "/mnt/models");
        assertThat(container.at("/resources/limits"))
                .isEqualTo(Rendered.json("{cpu: '1', memory: 9Gi}"));
    }

    @Test
    void shouldRefuseADownloaderThatIsNotThere() {
        InferenceService service =
                Rendered.service(
                        "m",
                        "spec: {predictor: {storageContainerName: ours, model: {modelFormat: {name: onnx}, storageUri: s3://b/m}}}");

        assertThat(Rendered.refused(new KnownCluster(), service, Rendered.PLAIN).field())
                .isEqualTo("spec.predictor.storageContainerName");
    }

    @Test
    void shouldRefuseSeveralPlacesForADownloaderOfOne() {
        KnownCluster cluster = new KnownCluster().downloaders(downloader("ours", "s3://"));

        assertThat(Rendered.refused(cluster, several(), Rendered.PLAIN).message())
                .contains("\"ours\" downloads one model only");
    }

    @Test
    void shouldLeaveTheDownloadToAContainerOfTheUsers() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        spec:
                          predictor:
                            model: {modelFormat: {name: onnx}, storageUri: s3://b/m}
                            initContainers: [{name: storage-initializer, image: own:1}]
                        """);

        Rendered rendered = Rendered.of(service, Rendered.PLAIN);

        assertThat(rendered.pod("m-predictor").path("initContainers")).hasSize(1);
        assertThat(init(rendered, "storage-initializer").path("image").asText()).isEqualTo("own:1");
    }

    private static InferenceService several() {
        return Rendered.service(
                "m",
                """
                spec:
                  predictor:
                    model: {modelFormat: {name: onnx}}
                    storageUris:
                    - {uri: 's3://b/base', mountPath: /mnt/models/base}
                    - {uri: 'pvc://claim/words', mountPath: /mnt/data}
                    - {uri: 'hf://o/lora', mountPath: /mnt/models/lora}
                """);
    }

    private static StorageContainer downloader(String name, String prefix) {
        ObjectNode resource =
                Manifests.trees(
                                """
                                apiVersion: serving.kserve.io/v1alpha1
                                kind: ClusterStorageContainer
                                metadata: {name: %s}
                                spec:
                                  container: {image: '%s:1', resources: {limits: {memory: 9Gi}}}
                                  supportedUriFormats: [{prefix: '%s'}]
                                """
                                        .formatted(name, name, prefix))
                        .getFirst();
        return new StorageContainer(resource);
    }

    private static Rendered cached(List<Artifact> artifacts) {
        return revision(Rendered.service("m", DOWNLOADED), artifacts);
    }

    private static Rendered revision(InferenceService service, List<Artifact> artifacts) {
        return revision(CACHED, service, artifacts);
    }

    private static Rendered revision(
            RenderSettings settings, InferenceService service, List<Artifact> artifacts) {
        return Rendered.of(
                new Renderer(settings, ClusterLookup.NOTHING)
                        .revision(
                                new RevisionRequest(
                                        service,
                                        Objects.requireNonNull(service.predictor()),
                                        Rendered.PLAIN,
                                        "m-00001",
                                        "m-predictor",
                                        artifacts,
                                        List.of())));
    }

    private static JsonNode server(Rendered rendered) {
        return rendered.container("m-predictor", "kserve-container");
    }

    private static JsonNode init(Rendered rendered, String name) {
        return rendered.initContainer("m-predictor", name);
    }

    private static List<String> args(JsonNode container) {
        return container.path("args").valueStream().map(JsonNode::asText).toList();
    }
}
