package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ServingRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A model on several nodes.
class MultiNodeTest {
    private static final String RUNTIME =
            """
            spec:
              annotations: {%s}
              supportedModelFormats: [{name: onnx, autoSelect: true}]
              volumes: [{name: shm, emptyDir: {medium: Memory}}]
              containers: [{name: kserve-container, image: 'head:1', env: [{name: A, value: a}]}]
              workerSpec:
                pipelineParallelSize: 1
                tensorParallelSize: 1
                labels: {tier: worker}
                tolerations: [{key: gpu, operator: Exists}]
                containers: [{name: worker-container, image: 'worker:1', args: ['--join={{.Name}}']}]
            """;
    private static final String PREDICTOR =
            """
            spec:
              predictor:
                model: {modelFormat: {name: onnx}, storageUri: 'pvc://claim/m'}
                workerSpec:
                  pipelineParallelSize: 2
                  tensorParallelSize: 4
                  nodeSelector: {zone: a}
                  containers:
                  - resources: {requests: {%s: '4'}, limits: {%s: '4'}}
            """;

    @Test
    void shouldRenderTheFirstNodeAndTheOthersThatJoinIt() {
        Rendered rendered = Rendered.of(service("amd.com/gpu"), ray());

        assertThat(rendered.names())
                .containsExactly(
                        "Service/m-predictor",
                        "Service/m-head-00001",
                        "Service/m-workers-00001",
                        "Deployment/m-predictor",
                        "Deployment/m-predictor-worker");
        JsonNode head = rendered.container("m-predictor", "kserve-container");
        assertThat(head.at("/resources/limits/nvidia.com~1gpu").asText()).isEqualTo("4");
        assertThat(head.path("env"))
                .isEqualTo(
                        Rendered.json(
                                """
                                - {name: A, value: a}
                                - {name: INFERENCE_SERVICE_NAME, value: m}
                                - {name: PIPELINE_PARALLEL_SIZE, value: '2'}
                                - {name: TENSOR_PARALLEL_SIZE, value: '4'}
                                - {name: RAY_NODE_COUNT, value: '2'}
                                - {name: REQUEST_GPU_COUNT, value: '4'}
                                - {name: MODEL_NAME, value: m}
                                - {name: MODEL_DIR, value: /mnt/models}
                                """));
        JsonNode worker = rendered.container("m-predictor-worker", "worker-container");
        assertThat(worker.at("/resources/limits/amd.com~1gpu").asText()).isEqualTo("4");
        assertThat(worker.at("/args/0").asText()).isEqualTo("--join=m");
        assertThat(worker.path("env"))
                .isEqualTo(
                        Rendered.json(
                                """
                                - {name: PIPELINE_PARALLEL_SIZE, value: '2'}
                                - {name: TENSOR_PARALLEL_SIZE, value: '4'}
                                - {name: RAY_NODE_COUNT, value: '2'}
                                - {name: REQUEST_GPU_COUNT, value: '4'}
                                - {name: ISVC_NAME, value: m}
                                - {name: HEAD_SVC, value: m-head-00001}
                                - {name: WORKER_SVC, value: m-workers-00001}
                                """));
    }

    @Test
    void shouldKeepThePodsOfBothApart() {
        Rendered rendered = Rendered.of(service("nvidia.com/gpu"), ray());

        JsonNode workers = rendered.object("Deployment", "m-predictor-worker");
        assertThat(workers.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(workers.at("/spec/selector/matchLabels/app").asText())
                .isEqualTo("isvc.m-predictor-worker");
        assertThat(workers.at("/spec/strategy/rollingUpdate"))
                .isEqualTo(Rendered.json("{maxSurge: 100%, maxUnavailable: 0%}"));
        assertThat(workers.at("/spec/template/metadata/labels/tier").asText()).isEqualTo("worker");
        JsonNode pod = rendered.pod("m-predictor-worker");
        assertThat(pod.path("nodeSelector")).isEqualTo(Rendered.json("{zone: a}"));
        assertThat(pod.path("tolerations"))
                .isEqualTo(Rendered.json("[{key: gpu, operator: Exists}]"));
        assertThat(pod.at("/containers/0/volumeMounts/0/mountPath").asText())
                .isEqualTo("/mnt/models");
        JsonNode head = rendered.object("Service", "m-head-00001").path("spec");
        assertThat(head.path("clusterIP").asText()).isEqualTo("None");
        assertThat(head.path("publishNotReadyAddresses").asBoolean()).isTrue();
        assertThat(head.path("selector"))
                .isEqualTo(Rendered.json("{app: isvc.m-predictor, gantry.io/revision: m-00001}"));
        assertThat(rendered.pod("m-predictor").has("tolerations")).isFalse();
    }

    @Test
    void shouldTakeANodeForEachStageWithProcesses() {
        InferenceService two =
                Rendered.service(
                        "m", PREDICTOR.replace("'4'", "'2'").replace("%s", "nvidia.com/gpu"));

        Rendered ray = Rendered.of(two, ray());
        Rendered processes =
                Rendered.of(
                        two, Rendered.runtime(RUNTIME.formatted("multinode/executor-backend: mp")));

        assertThat(workers(ray)).isEqualTo(3);
        assertThat(workers(processes)).isEqualTo(1);
        assertThat(
                        processes
                                .container("m-predictor-worker", "worker-container")
                                .at("/resources/requests/nvidia.com~1gpu")
                                .asText())
                .isEqualTo("4");
    }

    @Test
    void shouldDoWithoutFurtherNodesWhereTheFirstHasGpusEnough() {
        assertThat(NodePlan.ofRay(4, 4, 2)).isEqualTo(new NodePlan(1, 0, 4));
    }

    @Test
    void shouldRenderOneLeaderWorkerSetWhereTheClusterHasIt() {
        KnownCluster cluster = new KnownCluster().kind("leaderworkerset.x-k8s.io");

        Rendered rendered =
                Rendered.of(RenderSettings.DEFAULT, cluster, service("nvidia.com/gpu"), ray());

        assertThat(rendered.names())
                .containsExactly("Service/m-predictor", "LeaderWorkerSet/m-predictor-mn");
        JsonNode set = rendered.object("LeaderWorkerSet", "m-predictor-mn");
        assertThat(set.path("apiVersion").asText()).isEqualTo("leaderworkerset.x-k8s.io/v1");
        assertThat(set.at("/metadata/annotations/gantry.io~1progress-deadline-seconds").asText())
                .isEqualTo("600");
        JsonNode template = set.at("/spec/leaderWorkerTemplate");
        assertThat(template.path("size").asInt()).isEqualTo(2);
        // What the predictor's Service selects.
        assertThat(template.at("/leaderTemplate/metadata/labels/app").asText())
                .isEqualTo("isvc.m-predictor");
        JsonNode env = template.at("/workerTemplate/spec/containers/0/env");
        assertThat(env.path(0).path("name").asText()).isEqualTo("GANTRY_GROUP_INDEX");
        assertThat(Rendered.named(env, "HEAD_SVC").path("value").asText())
                .isEqualTo("m-predictor-mn-$(GANTRY_GROUP_INDEX).m-predictor-mn");
    }

    /// Whichever pod of a group is drained, the group is lost, and no other may be before it is
    /// back.
    @Test
    void shouldKeepGroupsFromBeingDrainedTogether() {
        KnownCluster cluster = new KnownCluster().kind("leaderworkerset.x-k8s.io");
        InferenceService two =
                Rendered.service(
                        "m",
                        PREDICTOR
                                .formatted("nvidia.com/gpu", "nvidia.com/gpu")
                                .replace("  predictor:\n", "  predictor:\n    minReplicas: 2\n"));

        Rendered rendered = Rendered.of(RenderSettings.DEFAULT, cluster, two, ray());

        assertThat(rendered.object("PodDisruptionBudget", "m-predictor-mn").path("spec"))
                .isEqualTo(
                        Rendered.json(
                                "{maxUnavailable: 1, selector: {matchLabels: {leaderworkerset.sigs.k8s.io/name: m-predictor-mn}}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hpa", "keda"})
    void shouldRefuseScalersThatKnowNothingOfGroups(String autoscaler) {
        InferenceService service =
                Rendered.service(
                        "m",
                        "metadata: {annotations: {serving.kserve.io/autoscalerClass: %s}}\n"
                                        .formatted(autoscaler)
                                + PREDICTOR.formatted("nvidia.com/gpu", "nvidia.com/gpu"));

        assertThat(Rendered.refused(ClusterLookup.NOTHING, service, ray()).field())
                .isEqualTo("metadata.annotations[\"serving.kserve.io/autoscalerClass\"]");
    }

    @Test
    void shouldRefuseFewerGpusThanTheModelNeeds() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        spec:
                          predictor:
                            model:
                              modelFormat: {name: onnx}
                              storageUri: 'pvc://claim/m'
                              resources: {requests: {nvidia.com/gpu: '1'}}
                            workerSpec:
                              pipelineParallelSize: 2
                              tensorParallelSize: 4
                              containers: [{resources: {requests: {nvidia.com/gpu: '4'}}}]
                        """);

        assertThat(Rendered.refused(ClusterLookup.NOTHING, service, ray()).message())
                .isEqualTo("2 nodes have 5 GPUs and 8 are needed");
    }

    @Test
    void shouldCountGpusOfAKindThatTheServiceNames() {
        InferenceService service =
                Rendered.service(
                        "m",
                        "metadata: {annotations: {serving.kserve.io/gpu-resource-types: '[\"x.com/npu\"]'}}\n"
                                + PREDICTOR.formatted("x.com/npu", "x.com/npu"));

        JsonNode worker =
                Rendered.of(service, ray()).container("m-predictor-worker", "worker-container");

        assertThat(worker.at("/resources/limits")).isEqualTo(Rendered.json("{x.com/npu: '4'}"));
    }

    private static int workers(Rendered rendered) {
        return rendered.object("Deployment", "m-predictor-worker").at("/spec/replicas").asInt();
    }

    private static ServingRuntime ray() {
        return Rendered.runtime(RUNTIME.formatted(""));
    }

    private static InferenceService service(String gpu) {
        return Rendered.service("m", PREDICTOR.formatted(gpu, gpu));
    }
}
