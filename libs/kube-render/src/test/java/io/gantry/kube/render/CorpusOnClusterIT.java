package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cluster.TestCluster;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.kserve.select.RuntimeSelection;
import io.gantry.kserve.select.RuntimeSelector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes out for KServe's own manifests is taken by a real API server.
@RequiresConformance
class CorpusOnClusterIT {

    @TempDir Path scratch;

    @Test
    void shouldBeTakenByAnApiServer() throws IOException, InterruptedException {
        ArrayNode objects = KServeJson.mapper().createArrayNode();
        RuntimeCatalog runtimes = RuntimeCatalog.of("default", Conformance.shippedRuntimes());
        Conformance.usableServices("default")
                .values()
                .forEach(service -> objects.addAll(rendered(service, runtimes)));
        assertThat(objects).hasSizeGreaterThan(600);
        Path list = scratch.resolve("objects.json");
        Files.writeString(
                list,
                KServeJson.mapper()
                        .createObjectNode()
                        .put("apiVersion", "v1")
                        .put("kind", "List")
                        .set("items", objects)
                        .toString());

        try (TestCluster cluster = TestCluster.open(scratch, "--nodes", "1")) {
            String taken =
                    cluster.kubectl(
                            "apply",
                            "--server-side",
                            "--dry-run=server",
                            "--validate=strict",
                            "-f",
                            list.toString());

            assertThat(taken.lines()).hasSize(objects.size());
        }
    }

    private static ArrayNode rendered(InferenceService service, RuntimeCatalog runtimes) {
        ArrayNode objects = KServeJson.mapper().createArrayNode();
        if (RuntimeSelector.select(Objects.requireNonNull(service.predictor()), runtimes)
                instanceof RuntimeSelection.Refused) {
            return objects;
        }
        for (AutoscalerClass autoscaler : AutoscalerClass.values()) {
            Renderer renderer =
                    new Renderer(
                            RenderSettings.DEFAULT.withAutoscalerClass(autoscaler),
                            ClusterLookup.NOTHING);
            for (ObjectNode object : Rendered.of(renderer.all(service, runtimes)).objects()) {
                // KEDA's kinds are not the API server's own.
                if (!object.path("apiVersion").asText().startsWith("keda.sh/")) {
                    objects.add(withImages(object));
                }
            }
        }
        return objects;
    }

    /// KServe's own tests take some images from their environment, so that none were recorded.
    private static ObjectNode withImages(ObjectNode object) {
        for (JsonNode container : object.at("/spec/template/spec/containers")) {
            if (container.path("image").asText("").isEmpty()) {
                ((ObjectNode) container).put("image", "example.com/not-recorded:1");
            }
        }
        return object;
    }
}
