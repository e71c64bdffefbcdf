package io.gantry.infra.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.schema.Pruning;
import io.gantry.kserve.schema.ResourceTypes;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.kserve.validate.RuntimeValidation;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.RenderOutcome;
import io.gantry.kube.render.RenderSettings;
import io.gantry.kube.render.Renderer;
import io.gantry.kube.render.Typed;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each runtime can be stored beside the others, and a model that names it becomes a pod.
class RuntimesTest {

    private static final String IMAGE = "/spec/template/spec/containers/0/image";

    static Stream<Path> files() {
        return Stream.concat(RuntimeFiles.shipped().stream(), RuntimeFiles.variants().stream());
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldBeAcceptedBesideTheOthers(Path file) {
        List<ServingRuntime> all = RuntimeFiles.runtimes(files().toList());

        assertThat(RuntimeValidation.validate(RuntimeFiles.runtime(file), null, all)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldHaveOnlyFieldsThatKServeKnows(Path file) {
        ObjectNode tree = Manifests.trees(RuntimeFiles.text(file)).getFirst();
        ResourceTypes.Found type =
                ResourceTypes.find(tree.path("apiVersion").asText(), tree.path("kind").asText())
                        .orElseThrow();

        assertThat(Pruning.prune(tree, type.version().schema()).removed()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldBecomeAPod(Path file) {
        ServingRuntime runtime = RuntimeFiles.runtime(file);

        JsonNode deployment = deployment(file, "");

        JsonNode container = deployment.at("/spec/template/spec/containers/0");
        assertThat(container.path("name").asText()).isEqualTo("kserve-container");
        assertThat(container.toString()).as(runtime.name()).doesNotContain("{{");
        assertThat(container.at("/resources/requests").toString()).contains("memory");
    }

    @Test
    void shouldRunVllmOnCpusWhereNoGpuIsAskedFor() {
        Path vllm = Path.of("kubernetes/runtimes/kserve-vllmserver.yaml");
        String gpus = ", \"resources\": {\"limits\": {\"nvidia.com/gpu\": \"4\"}}";

        assertThat(deployment(vllm, "").at(IMAGE).asText()).startsWith("vllm/vllm-openai-cpu:v");
        assertThat(deployment(vllm, gpus).at(IMAGE).asText()).startsWith("vllm/vllm-openai:v");
        assertThat(deployment(vllm, gpus).toString()).contains("--tensor-parallel-size=4");
    }

    /// Their images are of one kind of device.
    @ParameterizedTest
    @MethodSource("variantsOfOtherDevices")
    void shouldKeepTheImageOfAnotherDevice(Path file) {
        JsonNode runtime = KServeJson.tree(RuntimeFiles.runtime(file));

        assertThat(deployment(file, "").at(IMAGE))
                .isEqualTo(runtime.at("/spec/containers/0/image"));
    }

    static Stream<Path> variantsOfOtherDevices() {
        return RuntimeFiles.variants().stream()
                .filter(file -> file.toString().matches(".*-(amd|gaudi|dra|mig)\\.yaml"));
    }

    private static JsonNode deployment(Path file, String more) {
        ServingRuntime runtime = RuntimeFiles.runtime(file);
        RenderOutcome outcome =
                new Renderer(RenderSettings.DEFAULT, ClusterLookup.NOTHING)
                        .all(service(runtime, more), RuntimeCatalog.of("ml", List.of(runtime)));
        if (outcome instanceof RenderOutcome.Rendered(var objects)) {
            return objects.stream()
                    .map(Typed::tree)
                    .filter(tree -> tree.path("kind").asText().equals("Deployment"))
                    .findFirst()
                    .orElseThrow();
        }
        throw new AssertionError(outcome);
    }

    /// A service of the runtime's first format, on several nodes where that is what it does.
    private static InferenceService service(ServingRuntime runtime, String more) {
        JsonNode spec = KServeJson.tree(runtime).path("spec");
        boolean nodes = spec.has("workerSpec");
        String text =
                """
                {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                 "metadata": {"name": "m", "namespace": "ml", "annotations": {"modelFormat": "x"%s}},
                 "spec": {"predictor": {%s"model": {"modelFormat": {"name": "%s"}, "runtime": "%s",
                   "storageUri": "pvc://models/m"%s}}}}
                """
                        .formatted(
                                nodes ? ", \"serving.kserve.io/autoscalerClass\": \"none\"" : "",
                                nodes ? "\"workerSpec\": {}, " : "",
                                spec.at("/supportedModelFormats/0/name").asText(),
                                runtime.name(),
                                more);
        return KServeJson.read(Manifests.trees(text).getFirst(), InferenceService.class);
    }
}
