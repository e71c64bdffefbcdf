package io.gantry.kserve.select;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Conformance;
import io.gantry.kserve.Mutations;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.Yaml;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.api.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// KServe's own cases of runtime selection.
@RequiresConformance
class RuntimeSelectionVectorsTest {
    private static final String FILE = "runtime-selection.json";

    static Stream<Arguments> vectors() {
        return Conformance.vectors(FILE).stream()
                .map(vector -> Arguments.of(vector.get("id").asText(), vector));
    }

    /// A predictor never asks for ModelMesh, so what it would choose there is only an order.
    static Stream<Arguments> ofOneModelEach() {
        return Conformance.vectors(FILE).stream()
                .filter(vector -> !vector.get("multiModel").asBoolean())
                .map(vector -> Arguments.of(vector.get("id").asText(), vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldOrderCandidatesAsKServeDoes(String id, JsonNode vector) {
        // Given
        RuntimeCatalog catalog = catalog(vector);
        Candidates candidates =
                new Candidates(
                        KServeJson.read(vector.get("model"), ModelSpec.class),
                        vector.get("multiModel").asBoolean(),
                        vector.get("multiNode").asBoolean());

        // When
        List<String> ordered = candidates.in(catalog).stream().map(ServingRuntime::name).toList();

        // Then
        assertThat(ordered).isEqualTo(texts(vector.get("expectOrderedCandidates")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofOneModelEach")
    void shouldChooseAsKServeDoes(String id, JsonNode vector) {
        // Given
        RuntimeCatalog catalog = catalog(vector);

        // When
        RuntimeSelection selection = RuntimeSelector.select(predictor(vector), catalog);

        // Then
        switch (selection) {
            case RuntimeSelection.Selected(ServingRuntime runtime) ->
                    assertThat(runtime.name()).isEqualTo(vector.get("expectChosen").asText());
            case RuntimeSelection.Refused refused -> {
                assertThat(vector.get("expectChosen").isNull()).isTrue();
                assertThat(refused.reason()).isEqualTo("NoSupportingRuntime");
                assertThat(refused.message())
                        .contains(vector.at("/model/modelFormat/name").asText());
            }
            case RuntimeSelection.OwnContainers _ ->
                    throw new AssertionError("no containers given");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldOrderCandidatesAlikeWhateverElseIsThere(String id, JsonNode vector) {
        List<String> expected = texts(vector.get("expectOrderedCandidates"));
        RuntimeCatalog given = catalog(vector);
        for (int seed = 0; seed < Mutations.DERIVED; seed++) {
            // Given
            Mutations mutations = new Mutations(seed);
            RuntimeCatalog derived =
                    new RuntimeCatalog(
                            derived(given.namespace(), mutations),
                            derived(given.cluster(), mutations));
            ModelSpec model =
                    KServeJson.read(mutations.tree(vector.get("model"), "model"), ModelSpec.class);

            // When
            Candidates candidates =
                    new Candidates(
                            model,
                            vector.get("multiModel").asBoolean(),
                            vector.get("multiNode").asBoolean());

            // Then
            assertThat(candidates.in(derived).stream().map(ServingRuntime::name))
                    .as("%d: %s", seed, derived)
                    .containsExactlyElementsOf(expected.stream().map(mutations::renamed).toList());
        }
    }

    private static List<ServingRuntime> derived(List<ServingRuntime> given, Mutations mutations) {
        List<ServingRuntime> derived = new ArrayList<>();
        for (ServingRuntime runtime : given) {
            ObjectNode wrapped = KServeJson.mapper().createObjectNode();
            wrapped.set("object", KServeJson.tree(runtime));
            derived.add(
                    KServeJson.read(
                            mutations.of(wrapped, "object").get("object"), ServingRuntime.class));
        }
        derived.add(
                Yaml.read(
                        "{metadata: {name: unrelated}, spec: {supportedModelFormats: [{name: none,"
                                + " autoSelect: true, priority: 9}]}}",
                        ServingRuntime.class));
        return mutations.shuffled(derived);
    }

    private static Component predictor(JsonNode vector) {
        ObjectNode predictor = KServeJson.mapper().createObjectNode();
        predictor.set("model", vector.get("model"));
        if (vector.get("multiNode").asBoolean()) {
            WorkerSpec worker = new WorkerSpec(null, null, null, null, Map.of());
            predictor.set("workerSpec", KServeJson.tree(worker));
        }
        return KServeJson.read(predictor, Component.class);
    }

    private static RuntimeCatalog catalog(JsonNode vector) {
        return new RuntimeCatalog(
                runtimes(vector.get("namespaceRuntimes")), runtimes(vector.get("clusterRuntimes")));
    }

    private static List<ServingRuntime> runtimes(JsonNode given) {
        JsonNode list =
                given.isTextual()
                        ? Conformance.json("kserve/vectors/" + FILE)
                                .get("runtimeSets")
                                .get(given.asText())
                        : given;
        List<ServingRuntime> runtimes = new ArrayList<>();
        list.forEach(each -> runtimes.add(KServeJson.read(each, ServingRuntime.class)));
        return runtimes;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
