package io.gantry.loader.warm;

import static io.gantry.loader.warm.World.artifact;
import static io.gantry.loader.warm.World.cache;
import static io.gantry.loader.warm.World.group;
import static io.gantry.loader.warm.World.node;
import static io.gantry.loader.warm.World.revision;
import static io.gantry.loader.warm.World.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.ArtifactReference;
import io.gantry.events.CredentialsReference;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.Keys;
import io.gantry.events.ModelCacheDeleted;
import io.gantry.events.NodeRemoved;
import io.gantry.events.Revision;
import io.gantry.events.ServingRuntimeApplied;
import io.gantry.events.ServingRuntimeDeleted;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmPolicyTest {

    private static final String URI = "s3://m/llama";
    private static final String H100 =
            """
            {"matchExpressions": [{"key": "gpu", "operator": "In", "values": ["h100"]}]}\
            """;

    private final World world =
            new World(
                    1,
                    List.of(
                            node("cpu-1", Map.of("zone", "a"), Map.of("nvidia.com/gpu", 0L)),
                            node("cpu-2", Map.of("zone", "b"), Map.of("nvidia.com/gpu", 0L)),
                            node("gpu-1", gpu("a", "h100"), Map.of("nvidia.com/gpu", 8L)),
                            node("gpu-2", gpu("b", "h100"), Map.of("nvidia.com/gpu", 8L)),
                            node("gpu-3", gpu("b", "a100"), Map.of("nvidia.com/gpu", 4L))));

    @Test
    void shouldWarmAsManyNodesAsThereAreReplicasAtLeastAndTheHeadroom() {
        world.with(service("one", "{}", "s3://m/1"));
        world.with(service("zero", "{\"minReplicas\": 0}", "s3://m/2"));
        world.with(service("three", "{\"minReplicas\": 3}", "s3://m/3"));
        world.with(service("many", "{\"minReplicas\": 2147483647}", "s3://m/4"));

        assertThat(world.loading(artifact("s3://m/1"))).hasSize(2);
        assertThat(world.loading(artifact("s3://m/2"))).hasSize(2);
        assertThat(world.loading(artifact("s3://m/3"))).hasSize(4);
        assertThat(world.loading(artifact("s3://m/4"))).hasSize(5);
    }

    @Test
    void shouldWarmOnlyWhereTheModelCanRun() {
        world.with(
                service(
                        "llama",
                        """
                        {"minReplicas": 9, "nodeSelector": {"zone": "b"},
                         "model": {"resources": {"limits": {"nvidia.com/gpu": "1"}}}}\
                        """,
                        URI));

        assertThat(world.loading(artifact(URI))).containsExactly("gpu-2", "gpu-3");
    }

    @Test
    void shouldTakeTheNeedsOfTheRuntimeThatThePredictorNames() {
        world.with(
                new ServingRuntimeApplied(
                        Keys.CLUSTER_SCOPE,
                        "vllm",
                        1,
                        World.json(
                                """
                                {"spec": {"nodeSelector": {"gpu": "h100"}, "containers": [
                                  {"name": "kserve-container",
                                   "resources": {"limits": {"nvidia.com/gpu": "8"}}}]}}\
                                """)));
        world.with(
                service("llama", "{\"minReplicas\": 9, \"model\": {\"runtime\": \"vllm\"}}", URI));

        assertThat(world.loading(artifact(URI))).containsExactly("gpu-1", "gpu-2");
    }

    @Test
    void shouldTakeTheNeedsOfTheRuntimeThatWouldBeChosen() {
        world.with(runtime("triton", 1, "a100"));
        world.with(runtime("vllm", 2, "h100"));
        String predictor =
                "{\"minReplicas\": 9, \"model\": {\"modelFormat\": {\"name\": \"onnx\"}}}";
        world.with(service("llama", predictor, URI));

        assertThat(world.loading(artifact(URI))).containsExactly("gpu-1", "gpu-2");

        world.with(new ServingRuntimeDeleted(Keys.CLUSTER_SCOPE, "vllm", 2));

        assertThat(world.loading(artifact(URI))).containsExactly("gpu-3");
    }

    /// One that is chosen by itself.
    private static ServingRuntimeApplied runtime(String name, int priority, String gpu) {
        return new ServingRuntimeApplied(
                Keys.CLUSTER_SCOPE,
                name,
                1,
                World.json(
                        """
                        {"apiVersion": "serving.kserve.io/v1alpha1", "kind": "ClusterServingRuntime",
                         "metadata": {"name": "%s"},
                         "spec": {"nodeSelector": {"gpu": "%s"}, "protocolVersions": ["v1", "v2"],
                          "supportedModelFormats": [
                           {"name": "onnx", "autoSelect": true, "priority": %d}],
                          "containers": [{"name": "kserve-container", "image": "i"}]}}
                        """
                                .formatted(name, gpu, priority)));
    }

    @Test
    void shouldSayWhatNoNodeCanRunAndLoadItNowhere() {
        world.with(
                service(
                        "huge",
                        "{\"model\": {\"resources\": {\"requests\": {\"nvidia.com/gpu\": 16}}}}",
                        URI));

        assertThat(world.loading(artifact(URI))).isEmpty();
        assertThat(world.unplaced())
                .containsExactly(new Plan.Unplaced("default/huge/huge-00001", "16 nvidia.com/gpu"));
    }

    /// What a node has is never evicted while somebody refers to it, wherever it is loaded.
    @Test
    void shouldKeepWhatIsReferredToOnEveryNode() {
        world.with(service("llama", "{\"nodeSelector\": {\"gpu\": \"a100\"}}", URI));

        assertThat(world.loading(artifact(URI))).containsExactly("gpu-3");
        world.names()
                .forEach(node ->
                        assertThat(world.planOf(node).kept())
                                .containsKey(artifact(URI).artifact()));
    }

    @Test
    void shouldWarmACanaryBeforeItGetsTraffic() {
        Revision stable = revision("llama", 1, 100, "{}", URI);
        Revision canary =
                revision("llama", 2, 0, "{\"nodeSelector\": {\"gpu\": \"h100\"}}", URI + "-2");
        world.with(service("llama", "{}", List.of(stable, canary)));

        assertThat(world.loading(artifact(URI + "-2"))).containsExactly("gpu-1", "gpu-2");
    }

    @Test
    void shouldWarmARevisionWholeAndTheSameModelAtTheSameNodes() {
        Revision base = revision("base", 1, 100, "{}", URI);
        ArtifactReference adapter = artifact("s3://m/adapter");
        Revision adapted =
                new Revision(
                        "adapted-00001", 1, 100, World.json("{}"), List.of(artifact(URI), adapter));
        world.with(service("base", "{}", List.of(base)));
        world.with(service("adapted", "{}", List.of(adapted)));

        assertThat(world.loading(adapter)).hasSize(2).isEqualTo(world.loading(artifact(URI)));
    }

    @Test
    void shouldWarmNothingOfWhatIsDeleted() {
        Warmth loader = new Warmth("a", new WarmPolicy.Settings(0, false, false));
        loader.accept(node("a"), 0);
        loader.accept(service("llama", "{}", URI));
        assertThat(loader.plan().loaded()).hasSize(1);

        loader.accept(new InferenceServiceDeleted("default", "llama", "u", 2));
        loader.accept(service("llama", "{}", URI));

        assertThat(loader.plan().loaded()).isEmpty();
        assertThat(loader.plan().kept()).isEmpty();
    }

    @Test
    void shouldDecideAnewWhenNodesComeAndGo() {
        Warmth loader = new Warmth("a", new WarmPolicy.Settings(0, false, false));
        loader.accept(node("a", Map.of("zone", "a"), Map.of()), 0);
        loader.accept(service("llama", "{\"nodeSelector\": {\"zone\": \"b\"}}", URI));
        assertThat(loader.plan().unplaced()).hasSize(1);

        loader.accept(node("b", Map.of("zone", "b"), Map.of()), 0);
        assertThat(loader.plan().unplaced()).isEmpty();

        loader.accept(new NodeRemoved("b", 2), 0);
        assertThat(loader.plan().unplaced()).hasSize(1);
    }

    @Test
    void shouldLoadEverythingWhereItIsToldTo() {
        Warmth loader = new Warmth("a", new WarmPolicy.Settings(0, true, false));
        loader.accept(node("a", Map.of("zone", "a"), Map.of()), 0);
        loader.accept(service("llama", "{\"nodeSelector\": {\"zone\": \"b\"}}", URI));

        assertThat(loader.plan().loaded()).hasSize(1);
    }

    /// Volumes and files of pods are not the loader's; they stay referred to all the same.
    @Test
    void shouldLeaveToPodsWhatTheyBringFromTheirOwnVolumesAndFiles() {
        Warmth loader = new Warmth("a", new WarmPolicy.Settings(0, true, true));
        loader.accept(node("a"), 0);
        loader.accept(service("volume", "{}", "pvc://models/llama"));
        loader.accept(service("file", "{}", "file:///opt/llama"));
        loader.accept(service("object", "{}", URI));

        assertThat(loader.plan().loaded().values())
                .extracting(ArtifactReference::storageUri)
                .containsExactly(URI);
        assertThat(loader.plan().kept()).hasSize(3);
    }

    @Test
    void shouldLoadVolumesAndFilesWhereModelsRunAsProcesses() {
        Warmth loader = new Warmth("a", new WarmPolicy.Settings(0, true, false));
        loader.accept(node("a"), 0);
        loader.accept(service("volume", "{}", "pvc://models/llama"));
        loader.accept(service("file", "{}", "file:///opt/llama"));

        assertThat(loader.plan().loaded()).hasSize(2);
    }

    @Test
    void shouldWarmTheGroupThatAServiceNames() {
        String manifest =
                "{\"metadata\": {\"annotations\": {\"serving.kserve.io/nodegroup\": \"gpus\"}}}";
        world.with(
                service(
                        "llama",
                        manifest,
                        List.of(revision("llama", 1, 100, "{\"minReplicas\": 9}", URI))));
        assertThat(world.loading(artifact(URI))).hasSize(5);

        world.with(group("gpus", 0, H100));

        assertThat(world.loading(artifact(URI))).containsExactly("gpu-1", "gpu-2");
    }

    @Test
    void shouldKeepACacheOnAllNodesOfItsGroups() {
        world.with(group("gpus", 100, H100));
        world.with(cache("llama", URI, 100, "gpus"));

        assertThat(world.loading(artifact(URI))).containsExactly("gpu-1", "gpu-2");
        assertThat(world.planOf("gpu-1").kept()).containsKey(artifact(URI).artifact());
        assertThat(world.planOf("cpu-1").kept()).isEmpty();

        world.with(new ModelCacheDeleted(Keys.CLUSTER_SCOPE, "llama", "u", 2));

        assertThat(world.planOf("gpu-1").kept()).isEmpty();
    }

    @Test
    void shouldLoadNoCacheThatDoesNotFitIn() {
        world.with(group("gpus", 99, H100));
        world.with(cache("llama", URI, 100, "gpus"));

        assertThat(world.loading(artifact(URI))).isEmpty();
    }

    /// Whose credentials differ has an artifact of its own.
    @Test
    void shouldWarmWithACacheWhatServicesReferToAtTheSamePlace() {
        ArtifactReference own =
                ArtifactReference.of(
                        URI,
                        null,
                        ArtifactReference.DEFAULT_MOUNT_PATH,
                        new CredentialsReference("ml", "default", null, null, null));
        world.with(group("gpus", 100, H100));
        world.with(cache("llama", URI, 100, "gpus"));
        Revision revision = new Revision("llama-00001", 1, 100, World.json("{}"), List.of(own));
        world.with(service("llama", "{}", List.of(revision)));

        assertThat(world.loading(own)).contains("gpu-1", "gpu-2");
    }

    private static Map<String, String> gpu(String zone, String gpu) {
        return Map.of("zone", zone, "gpu", gpu);
    }
}
