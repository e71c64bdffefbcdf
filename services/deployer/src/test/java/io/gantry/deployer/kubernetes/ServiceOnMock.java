package io.gantry.deployer.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.gantry.deployer.DeployerConfig;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.Workload;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.render.PredictorContainer;
import io.gantry.kserve.render.Rendering;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The service `m` of one revision, `m-00001` as a rule, that a test runs on [MockApiServer], and
/// what becomes of its pods.
final class ServiceOnMock {

    static final String UID = "uid-of-m";
    static final PredictorKey FIRST = new PredictorKey("default", "m", "m-00001");

    private ServiceOnMock() {}

    static Pod podThatLacksItsImage() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("m-predictor-1")
                .withNamespace("default")
                .withLabels(
                        Map.of(
                                "app.kubernetes.io/managed-by", "gantry",
                                "component", "predictor",
                                "gantry.io/revision", "m-00001",
                                "serving.kserve.io/inferenceservice", "m"))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("kserve-container")
                .withImage("a:1")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .addNewContainerStatus()
                .withName("kserve-container")
                .withNewState()
                .withNewWaiting()
                .withReason("ImagePullBackOff")
                .endWaiting()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    static Pod podThatIsReady() {
        return new PodBuilder(podThatLacksItsImage())
                .editMetadata()
                .withUid("uid-of-ready")
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastTransitionTime("2026-11-01T10:00:00Z")
                .endCondition()
                .endStatus()
                .build();
    }

    static Pod podThatFindsNoDevice() {
        return new PodBuilder(podThatIsReady())
                .editMetadata()
                .withName("m-predictor-2")
                .withUid("uid-of-waiting")
                .withCreationTimestamp("2026-11-01T10:00:00Z")
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withMessage("0/1 nodes are available: 1 Insufficient nvidia.com/gpu.")
                .endCondition()
                .endStatus()
                .build();
    }

    static Workload workload(PredictorKey key, String image) {
        return workload(key, image, "", "");
    }

    static Workload severalNodes() {
        return workload(
                FIRST,
                "a:1",
                "\"workerSpec\": {\"pipelineParallelSize\": 3},",
                "\"workerSpec\": {\"containers\": [{\"name\": \"worker-container\", \"image\": \"w:1\"}]},");
    }

    static Workload scaledBy(String autoscalerClass) {
        return workload(
                FIRST,
                "a:1",
                "\"minReplicas\": 3,",
                "",
                "\"serving.kserve.io/autoscalerClass\": \"%s\"".formatted(autoscalerClass));
    }

    /// @param predictor more of the predictor, as JSON
    /// @param spec more of the runtime
    static Workload workload(PredictorKey key, String image, String predictor, String spec) {
        return workload(key, image, predictor, spec, "");
    }

    private static Workload workload(
            PredictorKey key, String image, String predictor, String spec, String annotations) {
        InferenceService service =
                read(
                        """
                        {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                         "metadata": {"name": "m", "namespace": "default", "annotations": {%s}},
                         "spec": {"predictor": {%s "model": {"modelFormat": {"name": "any"},
                          "storageUri": "s3://models/m"}}}}
                        """
                                .formatted(annotations, predictor),
                        InferenceService.class);
        ServingRuntime runtime =
                read(
                        """
                        {"apiVersion": "serving.kserve.io/v1alpha1", "kind": "ClusterServingRuntime",
                         "metadata": {"name": "any"},
                         "spec": {"supportedModelFormats": [{"name": "any", "autoSelect": true}], %s
                          "containers": [{"name": "kserve-container", "image": "%s"}]}}
                        """
                                .formatted(spec, image),
                        ServingRuntime.class);
        Rendering.Rendered container =
                (Rendering.Rendered)
                        PredictorContainer.of(
                                service, Objects.requireNonNull(service.predictor()), runtime);
        return new Workload(
                key,
                UID,
                service,
                Objects.requireNonNull(service.predictor()),
                runtime,
                container.container(),
                container.sidecars(),
                List.of(),
                List.of(),
                List.of());
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return KServeJson.read(KServeJson.mapper().readTree(json), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static DeployerConfig config() {
        return config("gantry.deployer.kubernetes.autoscaler-class", "gantry");
    }

    static DeployerConfig config(String key, String value) {
        return new SmallRyeConfigBuilder()
                .withDefaultValue(key, value)
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .addSystemSources()
                .withMapping(DeployerConfig.class)
                .build()
                .getConfigMapping(DeployerConfig.class);
    }

    /// As the API server has one whose replicas were applied by the deployer.
    static Deployment owned(Deployment deployment) {
        FieldsV1 fields = new FieldsV1();
        fields.setAdditionalProperty("f:spec", Map.of("f:replicas", Map.of()));
        ManagedFieldsEntry ours =
                new ManagedFieldsEntryBuilder()
                        .withManager(ClusterApi.FIELD_MANAGER)
                        .withOperation("Apply")
                        .withFieldsV1(fields)
                        .build();
        deployment.getMetadata().setManagedFields(List.of(ours));
        return deployment;
    }

    static double writes(MeterRegistry registry) {
        return registry.find("gantry.deployer.api.writes").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
