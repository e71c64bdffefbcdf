package io.gantry.kserve.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.kserve.Yaml;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.select.RuntimeSelection.FormatNotSupported;
import io.gantry.kserve.select.RuntimeSelection.MultiNodeNotSupported;
import io.gantry.kserve.select.RuntimeSelection.NoModel;
import io.gantry.kserve.select.RuntimeSelection.NoSupportingRuntime;
import io.gantry.kserve.select.RuntimeSelection.OwnContainers;
import io.gantry.kserve.select.RuntimeSelection.ProtocolNotSupported;
import io.gantry.kserve.select.RuntimeSelection.Refused;
import io.gantry.kserve.select.RuntimeSelection.RuntimeDisabled;
import io.gantry.kserve.select.RuntimeSelection.RuntimeNotRecognized;
import io.gantry.kserve.select.RuntimeSelection.Selected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeSelectorTest {
    private static final RuntimeCatalog CATALOG =
            catalog(
                    "{name: onnxrt}, {supportedModelFormats: [{name: onnx, version: '1', autoSelect: true}], protocolVersions: [v1, v2]}",
                    "{name: triton}, {supportedModelFormats: [{name: onnx, autoSelect: true}, {name: torch}], protocolVersions: [v2]}",
                    "{name: vllm}, {supportedModelFormats: [{name: vLLM, autoSelect: true}]}",
                    "{name: asleep}, {supportedModelFormats: [{name: old, autoSelect: true}], disabled: true}",
                    "{name: many}, {supportedModelFormats: [{name: big, autoSelect: true}], workerSpec: {}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {model: {modelFormat: {name: onnx}}} | onnxrt
                    {model: {modelFormat: {name: onnx}, protocolVersion: v2}} | onnxrt
                    {model: {modelFormat: {name: onnx}, runtime: triton}} | triton
                    {model: {modelFormat: {name: torch}, runtime: triton}} | triton
                    {model: {modelFormat: {name: vLLM}}} | vllm
                    {onnx: {storageUri: s3://a/b}} | onnxrt
                    {model: {modelFormat: {name: big}}, workerSpec: {}} | many
                    """)
    void shouldSelect(String predictor, String runtime) {
        // When
        RuntimeSelection selection = RuntimeSelector.select(predictor(predictor), CATALOG);

        // Then
        assertThat(selection)
                .isInstanceOfSatisfying(
                        Selected.class,
                        selected -> assertThat(selected.runtime().name()).isEqualTo(runtime));
    }

    @Test
    void shouldPreferTheNamespacesRuntimeOfTheSameName() {
        // Given
        ServingRuntime own =
                runtime("{name: triton, namespace: a}, {supportedModelFormats: [{name: onnx}]}");
        RuntimeCatalog catalog = new RuntimeCatalog(List.of(own), CATALOG.cluster());

        // When
        RuntimeSelection selection =
                RuntimeSelector.select(
                        predictor("{model: {modelFormat: {name: onnx}, runtime: triton}}"),
                        catalog);

        // Then
        assertThat(selection).isEqualTo(new Selected(own));
    }

    @Test
    void shouldNeedNoRuntimeForOwnContainers() {
        assertThat(RuntimeSelector.select(predictor("{containers: [{image: mine}]}"), CATALOG))
                .isEqualTo(new OwnContainers());
    }

    @Test
    void shouldSayThatThereIsNoModel() {
        assertRefused(
                "{}", NoModel.class, "InvalidPredictorSpec", "neither a model nor a container");
        assertRefused(
                "{model: {}}",
                NoModel.class,
                "InvalidPredictorSpec",
                "modelFormat.name is missing");
    }

    @Test
    void shouldSayWhichRuntimesExistWhenTheNamedOneDoesNot() {
        assertRefused(
                "{model: {modelFormat: {name: onnx}, runtime: tritn}}",
                RuntimeNotRecognized.class,
                "RuntimeNotRecognized",
                "\"tritn\"; there are asleep, many, onnxrt, triton, vllm");
    }

    @Test
    void shouldSayThatTheNamedRuntimeIsDisabled() {
        assertRefused(
                "{model: {modelFormat: {name: old}, runtime: asleep}}",
                RuntimeDisabled.class,
                "RuntimeDisabled",
                "\"asleep\" is disabled");
    }

    @Test
    void shouldSayWhichProtocolsTheNamedRuntimeSpeaks() {
        assertRefused(
                "{model: {modelFormat: {name: onnx}, runtime: triton, protocolVersion: v1}}",
                ProtocolNotSupported.class,
                "NoSupportingRuntime",
                "does not speak protocol v1; it speaks v2");
    }

    @Test
    void shouldSayWhichFormatsTheNamedRuntimeServes() {
        assertRefused(
                "{model: {modelFormat: {name: vllm}, runtime: vllm}}",
                FormatNotSupported.class,
                "NoSupportingRuntime",
                "does not serve model format \"vllm\"; it serves vLLM; the case matters: did you mean \"vLLM\"?");
    }

    @Test
    void shouldSayThatTheNamedRuntimeServesOnOneNode() {
        assertRefused(
                "{model: {modelFormat: {name: onnx}, runtime: triton}, workerSpec: {}}",
                MultiNodeNotSupported.class,
                "InvalidPredictorSpec",
                "\"triton\" has none");
    }

    @Test
    void shouldSayOfEveryRelatedRuntimeWhyItDoesNotFit() {
        assertRefused(
                "{model: {modelFormat: {name: onnx, version: '2'}, protocolVersion: v1}}",
                NoSupportingRuntime.class,
                "NoSupportingRuntime",
                "no runtime serves model format \"onnx\" version \"2\" with protocol v1; onnxrt serves onnx 1;"
                        + " triton speaks v2; for other formats there are asleep, many, vllm");
        assertRefused(
                "{model: {modelFormat: {name: torch}, protocolVersion: v2}}",
                NoSupportingRuntime.class,
                "NoSupportingRuntime",
                "triton serves it only when named (no autoSelect)");
        assertRefused(
                "{model: {modelFormat: {name: big}}}",
                NoSupportingRuntime.class,
                "NoSupportingRuntime",
                "many serves on several nodes only (workerSpec)");
    }

    @Test
    void shouldSayThatThereAreNoRuntimes() {
        // When
        RuntimeSelection selection =
                RuntimeSelector.select(predictor("{model: {modelFormat: {name: f}}}"), catalog());

        // Then
        assertThat(((Refused) selection).message()).contains("apply a ServingRuntime first");
    }

    @Test
    void shouldPreferTheNewerRuntimeWhateverTheNames() {
        // Given
        RuntimeCatalog catalog =
                catalog(
                        "{name: a, creationTimestamp: '2024-01-01T00:00:00Z'}, {supportedModelFormats: [{name: f, autoSelect: true}]}",
                        "{name: b, creationTimestamp: '2025-01-01T00:00:00Z'}, {supportedModelFormats: [{name: f, autoSelect: true}]}",
                        "{name: c, creationTimestamp: unreadable}, {supportedModelFormats: [{name: f, autoSelect: true}]}");

        // When
        RuntimeSelection selection =
                RuntimeSelector.select(predictor("{model: {modelFormat: {name: f}}}"), catalog);

        // Then
        assertThat(((Selected) selection).runtime().name()).isEqualTo("b");
    }

    @Property
    void shouldNotDependOnTheOrderOfRuntimes(
            @ForAll @IntRange(min = 1, max = 12) int size, @ForAll Random random) {
        // Given
        List<ServingRuntime> runtimes =
                new ArrayList<>(IntStream.range(0, size).mapToObj(i -> any(i, random)).toList());
        Candidates candidates =
                new Candidates(
                        Objects.requireNonNull(
                                predictor("{model: {modelFormat: {name: f}}}").model()),
                        false,
                        false);
        List<String> ordered = names(candidates.in(RuntimeCatalog.of("a", runtimes)));

        // When
        Collections.shuffle(runtimes, random);

        // Then
        assertThat(names(candidates.in(RuntimeCatalog.of("a", runtimes)))).isEqualTo(ordered);
    }

    private static ServingRuntime any(int number, Random random) {
        String protocols =
                List.of("[v1]", "[v2, v1]", "[v1, grpc-v2]", "[]").get(random.nextInt(4));
        String priority = List.of("", ", priority: 1", ", priority: 2").get(random.nextInt(3));
        String created =
                List.of("", ", creationTimestamp: '2025-01-01T00:00:00Z'").get(random.nextInt(2));
        return runtime(
                "{name: r%d%s}, {supportedModelFormats: [{name: f, autoSelect: true%s}], protocolVersions: %s}"
                        .formatted(number, created, priority, protocols));
    }

    private static List<String> names(List<ServingRuntime> runtimes) {
        return runtimes.stream().map(ServingRuntime::name).toList();
    }

    private static void assertRefused(
            String predictor, Class<? extends Refused> kind, String reason, String message) {
        RuntimeSelection selection = RuntimeSelector.select(predictor(predictor), CATALOG);
        assertThat(selection).isInstanceOf(kind);
        assertThat(((Refused) selection).reason()).isEqualTo(reason);
        assertThat(((Refused) selection).message()).contains(message);
    }

    private static RuntimeCatalog catalog(String... runtimes) {
        return RuntimeCatalog.of(
                "a", Arrays.stream(runtimes).map(RuntimeSelectorTest::runtime).toList());
    }

    /// Metadata and spec, separated by the comma between them.
    private static ServingRuntime runtime(String metadataAndSpec) {
        int end = metadataAndSpec.indexOf("}, {");
        String yaml =
                "{kind: ClusterServingRuntime, metadata: %s}, spec: %s}"
                        .formatted(
                                metadataAndSpec.substring(0, end),
                                metadataAndSpec.substring(end + 3));
        return Yaml.read(yaml, ServingRuntime.class);
    }

    private static Component predictor(String yaml) {
        return Yaml.read(yaml, Component.class);
    }
}
