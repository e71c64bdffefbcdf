package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.select.RuntimeCatalog;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The manifests of the document that Gantry came from.
@RequiresConformance
class SeedTest {

    @Test
    void shouldRenderAModelWithTransformerAndExplainer() {
        Rendered rendered = render("llama-2-7b-full.yaml");

        assertThat(rendered.names())
                .containsExactly(
                        "Service/llama-2-7b-predictor",
                        "Service/llama-2-7b-transformer",
                        "Deployment/llama-2-7b-transformer",
                        "Service/llama-2-7b-explainer",
                        "Deployment/llama-2-7b-explainer",
                        "Deployment/llama-2-7b-predictor");
        JsonNode server = rendered.container("llama-2-7b-predictor", "kserve-container");
        assertThat(texts(server.path("args")))
                .contains("--model_name=llama-2-7b", "--tensor_parallel_size=1");
        // The runtime tells the server where the model is, which is in the pod by then.
        assertThat(Rendered.named(server.path("env"), "STORAGE_URI").path("value").asText())
                .isEqualTo("/mnt/models");
        assertThat(server.at("/resources/requests/nvidia.com~1gpu").asText()).isEqualTo("1");
    }

    @Test
    void shouldLimitTheGpusThatARuntimeOnlyRequests() {
        JsonNode resources =
                render("single-llm.yaml")
                        .container("single-llm-predictor", "kserve-container")
                        .path("resources");

        assertThat(resources.path("limits")).isEqualTo(Rendered.json("{nvidia.com/gpu: '0'}"));
        assertThat(resources.at("/requests/nvidia.com~1gpu").asText()).isEqualTo("0");
    }

    @Test
    void shouldRenderBothSidesOfAnAbTest() {
        Rendered rendered = render("ab-test-llm.yaml");

        assertThat(rendered.names())
                .containsExactly(
                        "Service/ab-test-llm-predictor",
                        "Deployment/ab-test-llm-predictor",
                        "Deployment/ab-test-llm-predictor-00002");
        assertThat(source(rendered, "ab-test-llm-predictor"))
                .isEqualTo("s3://models/llama-2-7b-v1");
        assertThat(source(rendered, "ab-test-llm-predictor-00002"))
                .isEqualTo("s3://models/llama-2-7b-v2");
        assertThat(
                        rendered.object("Service", "ab-test-llm-predictor")
                                .at("/spec/selector/app")
                                .asText())
                .isEqualTo("isvc.ab-test-llm-predictor");
    }

    @Test
    void shouldRenderTheProductionExample() {
        Rendered rendered = render("production-llm.yaml");

        assertThat(rendered.names())
                .contains("PodDisruptionBudget/production-llm-predictor")
                .doesNotContain("HorizontalPodAutoscaler/production-llm-predictor");
        JsonNode annotations =
                rendered.object("Deployment", "production-llm-predictor")
                        .at("/spec/template/metadata/annotations");
        assertThat(annotations.path("prometheus.io/scrape").asText()).isEqualTo("true");
        assertThat(annotations.path("prometheus.io/port").asText()).isEqualTo("8080");
    }

    private static String source(Rendered rendered, String deployment) {
        return rendered.initContainer(deployment, "storage-initializer").at("/args/1").asText();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static Rendered render(String file) {
        ServingRuntime runtime =
                manifests("clusterservingruntime-kserve-vllmserver.yaml").stream()
                        .filter(Manifest.OfServingRuntime.class::isInstance)
                        .map(each -> ((Manifest.OfServingRuntime) each).resource())
                        .findFirst()
                        .orElseThrow();
        InferenceService service =
                manifests(file).stream()
                        .filter(Manifest.OfInferenceService.class::isInstance)
                        .map(each -> ((Manifest.OfInferenceService) each).resource())
                        .findFirst()
                        .orElseThrow();
        InferenceService placed =
                KServeJson.edited(
                        service,
                        InferenceService.class,
                        tree -> tree.withObject("/metadata").put("namespace", "llm"));
        return Rendered.of(
                new Renderer(RenderSettings.DEFAULT, ClusterLookup.NOTHING)
                        .all(placed, RuntimeCatalog.of("llm", List.of(runtime))));
    }

    private static List<Manifest> manifests(String file) {
        return Manifests.read(Conformance.text(Conformance.directory().resolve("seed/" + file)));
    }
}
