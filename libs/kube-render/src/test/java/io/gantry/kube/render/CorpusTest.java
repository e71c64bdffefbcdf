package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.kserve.select.RuntimeSelection;
import io.gantry.kserve.select.RuntimeSelector;
import io.gantry.kserve.validate.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every InferenceService of KServe's own manifests that KServe accepts and that one of its
/// runtimes serves.
@RequiresConformance
class CorpusTest {
    private static final Path TABLE = Path.of("target/conformance/rendered.md");
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL_VALUE =
            Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?");

    private final Map<String, String> table = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private int rendered;

    @Test
    void shouldRenderAllThatKServeAccepts() throws IOException {
        RuntimeCatalog runtimes = RuntimeCatalog.of("default", Conformance.shippedRuntimes());
        Conformance.usableServices("default")
                .forEach((place, service) -> render(place, service, runtimes));
        write();

        assertThat(refused).isEmpty();
        assertThat(rendered).isGreaterThan(180);
    }

    private void render(String place, InferenceService service, RuntimeCatalog runtimes) {
        if (RuntimeSelector.select(Objects.requireNonNull(service.predictor()), runtimes)
                instanceof RuntimeSelection.Refused none) {
            table.put(place, "no runtime: " + none.reason());
            return;
        }
        rendered++;
        for (AutoscalerClass autoscaler : AutoscalerClass.values()) {
            RenderOutcome outcome = render(service, runtimes, autoscaler);
            switch (outcome) {
                case RenderOutcome.Refused(Violation why) -> refused.put(place, why.sentence());
                case RenderOutcome.Rendered _ -> {
                    Rendered objects = Rendered.of(outcome);
                    objects.objects().forEach(CorpusTest::assertValid);
                    assertThat(objects.names()).as(place).doesNotHaveDuplicates();
                    assertThat(Rendered.of(render(service, runtimes, autoscaler)).toString())
                            .isEqualTo(objects.toString());
                    table.putIfAbsent(place, String.join(", ", objects.names()));
                }
            }
        }
    }

    private static RenderOutcome render(
            InferenceService service, RuntimeCatalog catalog, AutoscalerClass autoscaler) {
        return new Renderer(
                        RenderSettings.DEFAULT.withAutoscalerClass(autoscaler),
                        ClusterLookup.NOTHING)
                .all(service, catalog);
    }

    private static void assertValid(ObjectNode object) {
        String name = object.at("/metadata/name").asText();
        assertThat(name).matches(DNS_LABEL).hasSizeLessThanOrEqualTo(Names.MAX);
        for (Map.Entry<String, JsonNode> label : object.at("/metadata/labels").properties()) {
            assertThat(label.getValue().asText())
                    .as(label.getKey())
                    .matches(LABEL_VALUE)
                    .hasSizeLessThanOrEqualTo(Names.MAX);
        }
        List<String> volumes = new ArrayList<>();
        JsonNode pod = object.at("/spec/template/spec");
        pod.path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
        assertThat(volumes).doesNotHaveDuplicates();
        for (String kind : List.of("containers", "initContainers")) {
            for (JsonNode container : pod.path(kind)) {
                for (JsonNode mount : container.path("volumeMounts")) {
                    assertThat(volumes).contains(mount.path("name").asText());
                }
            }
        }
    }

    private void write() throws IOException {
        table.putAll(refused);
        List<String> lines = new ArrayList<>(List.of("| manifest | outcome |", "| --- | --- |"));
        table.forEach((place, outcome) -> lines.add("| %s | %s |".formatted(place, outcome)));
        Files.createDirectories(Objects.requireNonNull(TABLE.getParent()));
        Files.write(TABLE, lines);
    }
}
