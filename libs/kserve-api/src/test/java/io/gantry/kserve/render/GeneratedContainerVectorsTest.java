package io.gantry.kserve.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.Conformance;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.EnvVar;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.kserve.select.RuntimeSelection;
import io.gantry.kserve.select.RuntimeSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The container of KServe's golden deployments, made by selection and rendering together from the
/// runtimes that KServe ships.
@RequiresConformance
class GeneratedContainerVectorsTest {

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        Conformance.json("kserve/vectors/generated-resources.json")
                .get("cases")
                .forEach(each -> cases.add(Arguments.of(each.get("id").asText(), each)));
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldRenderTheContainerThatKServeGenerates(String id, JsonNode golden) {
        // Given
        InferenceService service = KServeJson.read(golden.get("input"), InferenceService.class);
        Component predictor = Objects.requireNonNull(service.predictor());
        JsonNode expected = golden.at("/expect/deployment/container");

        // When
        RuntimeSelection selection = RuntimeSelector.select(predictor, shipped());
        ServingRuntime runtime = ((RuntimeSelection.Selected) selection).runtime();
        Rendering rendering = PredictorContainer.of(service, predictor, runtime);

        // Then
        assertThat(runtime.name()).isEqualTo(golden.get("chosenRuntime").asText());
        Container container = ((Rendering.Rendered) rendering).container();
        JsonNode written = KServeJson.mapper().valueToTree(container);
        for (String field :
                List.of("name", "image", "command", "args", "resources", "livenessProbe")) {
            assertThat(written.path(field).toString())
                    .as(field)
                    .isEqualTo(expected.path(field).isNull() ? "" : text(expected, field));
        }
        for (String probe : List.of("readinessProbe", "startupProbe")) {
            assertThat(sorted(written.path(probe)))
                    .as(probe)
                    .isEqualTo(sorted(expected.path(probe)));
        }
        expected.get("envInclude")
                .properties()
                .forEach(variable ->
                        assertThat(container.envOrEmpty())
                                .extracting(EnvVar::name, EnvVar::value)
                                .contains(tuple(variable.getKey(), variable.getValue().asText())));
    }

    private static String text(JsonNode expected, String field) {
        return expected.path(field).toString();
    }

    private static List<String> sorted(JsonNode object) {
        return object.propertyStream().map(Object::toString).sorted().toList();
    }

    private static RuntimeCatalog shipped() {
        List<ServingRuntime> runtimes =
                Conformance.yamlFiles("kserve/manifests/config/runtimes").stream()
                        .flatMap(file -> Manifests.read(Conformance.read(file)).stream())
                        .map(manifest -> ((Manifest.OfServingRuntime) manifest).resource())
                        .filter(runtime -> !runtime.name().equals("kserve-openvino"))
                        .toList();
        return RuntimeCatalog.of("default", runtimes);
    }
}
