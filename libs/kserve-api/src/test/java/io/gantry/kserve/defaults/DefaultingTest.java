package io.gantry.kserve.defaults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.kserve.Conformance;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.Yaml;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.EnvVar;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked
class DefaultingTest {

    @ParameterizedTest
    @CsvSource({
        "sklearn,",
        "xgboost,",
        "tensorflow,",
        "pytorch,",
        "pmml,",
        "lightgbm,",
        "paddle,",
        "triton,v2",
        "onnx,v2",
        "huggingface,v2"
    })
    void shouldTurnAFrameworksFieldIntoAModel(String framework, String protocol) {
        // Given
        Component old =
                component("{%s: {storageUri: s3://a/b, args: [x], zone: 1}}".formatted(framework));

        // When
        Component defaulted = Defaulting.component(old);

        // Then
        assertThat(defaulted.frameworks()).isEmpty();
        assertThat(defaulted.model().modelFormat().name()).isEqualTo(framework);
        assertThat(defaulted.model().storageUri()).isEqualTo("s3://a/b");
        assertThat(defaulted.model().args()).containsExactly("x");
        assertThat(defaulted.model().unknown()).containsKey("zone");
        assertThat(defaulted.model().protocolVersion()).isEqualTo(protocol);
    }

    @ParameterizedTest
    @CsvSource({"triton,v2", "vLLM,v2", "vllm,", "onnx,", "sklearn,"})
    void shouldSetTheProtocolOfFormatsThatOnlyCameWithV2(String format, String protocol) {
        // When
        Component defaulted =
                Defaulting.component(
                        component("{model: {modelFormat: {name: %s}}}".formatted(format)));

        // Then
        assertThat(defaulted.model().protocolVersion()).isEqualTo(protocol);
    }

    @Test
    void shouldKeepTheProtocolThatIsSet() {
        assertThat(Defaulting.component(component("{triton: {protocolVersion: grpc-v2}}")).model())
                .extracting("protocolVersion")
                .isEqualTo("grpc-v2");
    }

    @Test
    void shouldLeaveTwoFrameworksForValidationToRefuse() {
        // Given
        Component both = component("{sklearn: {}, onnx: {}, minReplicas: 1}");

        // When
        Component defaulted = Defaulting.component(both);

        // Then
        assertThat(defaulted).isEqualTo(both);
    }

    @Test
    void shouldNameTheContainerThatServesAndMountModelsWhereRuntimesLook() {
        // When
        Component defaulted =
                Defaulting.component(
                        component("{containers: [{image: a}], storageUris: [{uri: s3://a/b}]}"));

        // Then
        assertThat(defaulted.containersOrEmpty())
                .extracting(Container::name)
                .containsExactly("kserve-container");
        assertThat(defaulted.storageUris().getFirst().mountPath()).isEqualTo("/mnt/models");
        assertThat(defaulted.minReplicas()).isEqualTo(1);
    }

    @Test
    void shouldBringNamesOfDeploymentModesUpToDateAndNoteTheFormat() {
        // Given
        InferenceService service =
                Yaml.read(
                        """
                        metadata: {name: n, annotations: {serving.kserve.io/deploymentMode: RawDeployment}}
                        spec: {predictor: {onnx: {storageUri: s3://a/b}}}
                        """,
                        InferenceService.class);

        // When
        InferenceService defaulted = Defaulting.apply(service);

        // Then
        assertThat(defaulted.metadata().annotations())
                .containsEntry(Annotations.DEPLOYMENT_MODE, "Standard")
                .containsEntry("modelFormat", "onnx");
        assertThat(Annotations.deploymentMode(service)).isEqualTo("Standard");
    }

    @Test
    void shouldDefaultEveryVariant() {
        // Given
        InferenceService service =
                Yaml.read(
                        """
                        metadata: {name: n}
                        spec:
                          predictor: {sklearn: {}}
                          default: {predictor: {sklearn: {}}}
                          canary: [{predictor: {name: b, sklearn: {}}}]
                        """,
                        InferenceService.class);

        // When
        InferenceService defaulted = Defaulting.apply(service);

        // Then
        assertThat(
                        Stream.of(
                                defaulted.predictor(),
                                defaulted.spec().stable().predictor(),
                                defaulted.spec().canary().getFirst().predictor()))
                .allMatch(predictor -> predictor.model() != null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {sklearn: {storageUri: s3://a/b}} | s3://a/b at /mnt/models
                    {model: {storageUri: s3://a/b}} | s3://a/b at /mnt/models
                    {art: {storageUri: s3://a/b}} | s3://a/b at /mnt/models
                    {containers: [{env: [{name: STORAGE_URI, value: s3://a/b}]}]} | s3://a/b at /mnt/models
                    {model: {}, storageUris: [{uri: s3://a}, {uri: s3://b, mountPath: /m}]} | s3://a at /mnt/models, s3://b at /m
                    {containers: [{name: a}, {name: b, env: [{name: STORAGE_URI, value: x}]}]} | ''
                    {model: {storage: {key: k, path: p}}} | ''
                    """)
    void shouldFindWhereModelsComeFrom(String component, String sources) {
        assertThat(
                        ModelSources.of(component(component)).stream()
                                .map(source -> source.uri() + " at " + source.mountPath())
                                .collect(Collectors.joining(", ")))
                .isEqualTo(sources);
    }

    static Stream<InferenceService> corpus() {
        return Conformance.yamlFiles("").stream()
                .flatMap(file -> Manifests.read(Conformance.read(file)).stream())
                .filter(Manifest.OfInferenceService.class::isInstance)
                .map(manifest -> ((Manifest.OfInferenceService) manifest).resource());
    }

    @ParameterizedTest
    @MethodSource("corpus")
    @RequiresConformance
    void shouldChangeNothingTheSecondTime(InferenceService service) {
        // Given
        InferenceService once = Defaulting.apply(service);

        // When
        InferenceService twice = Defaulting.apply(once);

        // Then
        assertThat(twice).isEqualTo(once);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    kserve-torchserve | {modelFormat: {name: pytorch}, storageUri: a} | v1 | PROTOCOL_VERSION=v1
                    kserve-mlserver | {modelFormat: {name: xgboost}, storageUri: a} | v2 | MLSERVER_MODEL_NAME=n
                    kserve-mlserver | {modelFormat: {name: xgboost}} | v2 | MLSERVER_LOAD_MODELS_AT_STARTUP=false
                    """)
    void shouldTellServersWhatTheyNeedToKnow(
            String runtime, String model, String protocol, String variable) {
        // When
        Component completed = completed(runtime, model).predictor();

        // Then
        assertThat(completed.model().protocolVersion()).isEqualTo(protocol);
        assertThat(completed.model().env())
                .extracting(each -> each.name() + "=" + each.value())
                .contains(variable);
    }

    @Test
    void shouldStartTritonWithoutModelsWhereThereIsNoStorage() {
        // Given
        InferenceService once = completed("kserve-tritonserver", "{modelFormat: {name: triton}}");

        // When
        InferenceService twice = RuntimeDefaults.apply(once, runtime("kserve-tritonserver"));

        // Then
        assertThat(twice.predictor().model().args())
                .containsExactly("--model-control-mode=explicit");
    }

    @Test
    void shouldNotReplaceAVariableOfTheUser() {
        // When
        InferenceService completed =
                completed(
                        "kserve-mlserver",
                        "{storageUri: a, env: [{name: MLSERVER_MODEL_NAME, value: mine}]}");

        // Then
        assertThat(completed.predictor().model().env())
                .filteredOn(each -> each.name().equals("MLSERVER_MODEL_NAME"))
                .extracting(EnvVar::value)
                .containsExactly("mine");
    }

    @Test
    void shouldTakeTheLowestProtocolOfTheRuntime() {
        // Given
        ServingRuntime runtime =
                Yaml.read(
                        "{metadata: {name: r}, spec: {protocolVersions: [grpc-v2, v2]}}",
                        ServingRuntime.class);

        // When
        InferenceService completed =
                RuntimeDefaults.apply(service("{modelFormat: {name: f}}"), runtime);

        // Then
        assertThat(completed.predictor().model().protocolVersion()).isEqualTo("v2");
    }

    private static InferenceService completed(String runtime, String model) {
        return RuntimeDefaults.apply(service(model), runtime(runtime));
    }

    private static ServingRuntime runtime(String name) {
        return Yaml.read("{metadata: {name: %s}}".formatted(name), ServingRuntime.class);
    }

    private static InferenceService service(String model) {
        return Yaml.read(
                "{metadata: {name: n}, spec: {predictor: {model: %s}}}".formatted(model),
                InferenceService.class);
    }

    private static Component component(String yaml) {
        return Yaml.read(yaml, Component.class);
    }
}
