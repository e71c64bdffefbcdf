package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.deployer.DeployerConfig;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.Workload;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.render.PredictorContainer;
import io.gantry.kube.render.ClusterLookup.Presence;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A model on several nodes in a cluster that has LeaderWorkerSets.
class RenderingTest {

    private final MockApiServer server = new MockApiServer();

    private final Rendering rendering =
            new Rendering(server.client(), config(), new ClusterWith(() -> Presence.PRESENT));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldMakeANewRevisionASetThatGantryScalesUnlessItsSizeIsFixed() {
        Rendering.Rendered rendered = rendered("{}", null);

        assertThat(rendered.set().getKind()).isEqualTo("LeaderWorkerSet");
        assertThat(rendered.set().getMetadata().getName()).isEqualTo("m-predictor-mn");
        assertThat(rendered.parts()).isEmpty();
        assertThat(rendered.scaledByGantry()).isTrue();
        assertThat(
                        rendered("{\"serving.kserve.io/autoscalerClass\": \"none\"}", null)
                                .scaledByGantry())
                .isFalse();
    }

    @Test
    void shouldLeaveARevisionThatRunsAsDeploymentsWhatItIs() {
        Rendering.Rendered rendered = rendered("{}", SetKind.DEPLOYMENT);

        assertThat(rendered.set().getKind()).isEqualTo("Deployment");
        assertThat(rendered.parts())
                .extracting(HasMetadata::getKind)
                .containsExactlyInAnyOrder("Service", "Service", "Deployment");
    }

    @Test
    void shouldTakeTheGroupsThatDecodeForTheSetAndThoseThatPrefillForAPart() {
        String group =
                """
                "parallelism": {"data": 2, "dataLocal": 1},
                "template": {"containers": [{"name": "main", "image": "a:1"}]},
                "worker": {"containers": [{"name": "main", "image": "a:1"}]}
                """;

        Rendering.Rendered rendered =
                (Rendering.Rendered)
                        rendering.revision(
                                llm(
                                        "{\"model\": {\"uri\": \"oci://m:1\"}, %s, \"prefill\": {%s}}"
                                                .formatted(group, group)),
                                new Rendering.Form(
                                        "m-kserve", List.of(), SetKind.LEADER_WORKER_SET, false));

        assertThat(rendered.set().getMetadata().getName()).isEqualTo("m-kserve-mn");
        assertThat(rendered.partNames()).containsExactly("LeaderWorkerSet/m-kserve-mn-prefill");
        assertThat(rendered.scaledByGantry()).isTrue();
    }

    private static Workload llm(String spec) {
        return new Workload(
                new PredictorKey("default", "m", "m-00001"),
                "uid",
                read(
                        "{\"kind\": \"LLMInferenceService\", \"metadata\": {\"name\": \"m\", \"namespace\": \"default\"}}",
                        InferenceService.class),
                read("{\"llm\": %s}".formatted(spec), Component.class),
                null,
                read("{\"name\": \"main\"}", Container.class),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private Rendering.Rendered rendered(String annotations, @Nullable SetKind kind) {
        return (Rendering.Rendered)
                rendering.revision(
                        workload(annotations),
                        new Rendering.Form("m-predictor", List.of(), kind, false));
    }

    private static Workload workload(String annotations) {
        InferenceService service =
                read(
                        """
                        {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                         "metadata": {"name": "m", "namespace": "default", "annotations": %s},
                         "spec": {"predictor": {"workerSpec": {"pipelineParallelSize": 2},
                          "model": {"modelFormat": {"name": "any"}, "storageUri": "oci://m:1"}}}}
                        """
                                .formatted(annotations),
                        InferenceService.class);
        ServingRuntime runtime =
                read(
                        """
                        {"apiVersion": "serving.kserve.io/v1alpha1", "kind": "ClusterServingRuntime",
                         "metadata": {"name": "any"},
                         "spec": {"supportedModelFormats": [{"name": "any", "autoSelect": true}],
                          "workerSpec": {"containers": [{"name": "worker-container", "image": "w:1"}]},
                          "containers": [{"name": "kserve-container", "image": "a:1"}]}}
                        """,
                        ServingRuntime.class);
        var container =
                (io.gantry.kserve.render.Rendering.Rendered)
                        PredictorContainer.of(
                                service, Objects.requireNonNull(service.predictor()), runtime);
        return new Workload(
                new PredictorKey("default", "m", "m-00001"),
                "uid",
                service,
                Objects.requireNonNull(service.predictor()),
                runtime,
                container.container(),
                container.sidecars(),
                List.of(),
                List.of(),
                List.of());
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return KServeJson.read(KServeJson.mapper().readTree(json), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static DeployerConfig.Kubernetes config() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .addSystemSources()
                .withMapping(DeployerConfig.class)
                .build()
                .getConfigMapping(DeployerConfig.class)
                .kubernetes();
    }
}
