package io.gantry.kserve.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.EnvVar;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class PredictorContainerTest {
    private static final String RUNTIME =
            """
            apiVersion: serving.kserve.io/v1alpha1
            kind: ClusterServingRuntime
            metadata: {name: rt}
            spec:
              supportedModelFormats: [{name: f, autoSelect: true}]
              containers:
              - name: kserve-container
                image: server:1
                command: [serve]
                args: ["--name={{.Name}}", "--tp={{ .TensorParallelSize }}"]
                env:
                - {name: STORAGE_URI, value: "{{.StorageUri}}"}
                - {name: TEAM, value: "{{.Labels.team}}/{{.Annotations.none}}"}
                resources:
                  requests: {cpu: "1", nvidia.com/gpu: "{{.GPUs}}"}
                  limits: {cpu: "1", memory: 2Gi}
                readinessProbe: {httpGet: {path: /ready, port: 8080}, periodSeconds: 5}
              - name: exporter
                image: exporter:1
            """;
    private static final String SERVICE =
            """
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata: {name: llm, namespace: prod, labels: {team: a<b}}
            spec:
              predictor:
                model:
                  modelFormat: {name: f}
                  storageUri: s3://models/llm
                  args: ["--chat={{ messages }} for {{.Name}}"]
                  env: [{name: TEAM, valueFrom: {fieldRef: {fieldPath: x}}}, {name: MORE, value: "1"}]
                  resources: {limits: {nvidia.com/gpu: "4"}, requests: {cpu: "8"}}
            """;

    @Test
    void shouldMergeRuntimeAndModel() {
        // When
        Container container = rendered(SERVICE, RUNTIME).container();

        // Then
        assertThat(container.command()).containsExactly("serve");
        assertThat(container.args())
                .containsExactly("--name=llm", "--tp=4", "--chat={{ messages }} for llm");
        assertThat(KServeJson.toJson(container.resources()))
                .isEqualTo(
                        "{\"requests\":{\"cpu\":\"8\",\"nvidia.com/gpu\":\"4\"},"
                                + "\"limits\":{\"cpu\":\"1\",\"memory\":\"2Gi\",\"nvidia.com/gpu\":\"4\"}}");
    }

    @Test
    void shouldReplaceAVariableAsAWhole() {
        // When
        Container container = rendered(SERVICE, RUNTIME).container();

        // Then
        assertThat(container.env())
                .extracting(EnvVar::name)
                .containsExactly("STORAGE_URI", "TEAM", "MORE", "INFERENCE_SERVICE_NAME");
        assertThat(container.env().get(1).value()).isNull();
        assertThat(container.env().get(1).valueFrom()).isNotNull();
    }

    @Test
    void shouldFillInVariablesWithoutEscaping() {
        // Given
        String service =
                SERVICE.replace("{name: TEAM, valueFrom: {fieldRef: {fieldPath: x}}}, ", "");

        // When
        Container container = rendered(service, RUNTIME).container();

        // Then
        assertThat(container.env())
                .extracting(EnvVar::value)
                .contains("s3://models/llm", "a<b/", "llm");
    }

    @Test
    void shouldReplaceTheProbesKind() {
        // Given
        String service =
                SERVICE + "      readinessProbe: {tcpSocket: {port: 9000}, failureThreshold: 2}\n";

        // When
        Container container = rendered(service, RUNTIME).container();

        // Then
        assertThat(KServeJson.toJson(container.readinessProbe()))
                .isEqualTo(
                        "{\"tcpSocket\":{\"port\":9000},\"periodSeconds\":5,\"failureThreshold\":2}");
    }

    @Test
    void shouldKeepSidecarsOfRuntimeAndPredictor() {
        // Given
        String service = SERVICE + "    containers: [{name: mine, image: x}]\n";

        // When
        Rendering.Rendered rendered = rendered(service, RUNTIME);

        // Then
        assertThat(rendered.sidecars())
                .extracting(Container::name)
                .containsExactly("exporter", "mine");
        assertThat(rendered.container().name()).isEqualTo("kserve-container");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {{.Name}} | {{.Nmae}} | unknown template variable {{.Nmae}} in "--name={{.Nmae}}"
                    {{.Name}} | {{if .Name}}x{{end}} | unknown template variable {{if .Name}}
                    name: kserve-container | name: main | no container named kserve-container; it has [main, exporter]
                    """)
    void shouldSayWhatIsWrongWithTheRuntime(String right, String wrong, String message) {
        // When
        Rendering rendering = render(SERVICE, RUNTIME.replace(right, wrong));

        // Then
        assertThat(rendering)
                .isInstanceOfSatisfying(
                        Rendering.Invalid.class,
                        invalid -> assertThat(invalid.message()).contains("\"rt\"", message));
    }

    @Test
    void shouldSayWhenTheStorageUriIsMissing() {
        // Given
        String service = SERVICE.replace("      storageUri: s3://models/llm\n", "");

        // When
        Rendering rendering = render(service, RUNTIME);

        // Then
        assertThat(rendering)
                .isInstanceOfSatisfying(
                        Rendering.Invalid.class,
                        invalid -> assertThat(invalid.message()).contains("has no storageUri"));
    }

    @ParameterizedTest
    @CsvSource({
        "--x={{index .Labels `team`}}, --x=a<b",
        "--x={{- .Namespace -}}, --x=prod",
        "--x={{.GPUs}}, --x=4"
    })
    void shouldKnowTheVariablesOfRuntimes(String arg, String filled) {
        // Given
        String runtime = RUNTIME.replace("--name={{.Name}}", arg);

        // When
        Container container = rendered(SERVICE, runtime).container();

        // Then
        assertThat(container.args()).contains(filled);
    }

    @Test
    void shouldTakeTheTensorParallelSizeOfTheModelsOwnVariable() {
        // Given
        String service =
                SERVICE.replace(
                        "{name: MORE, value: \"1\"}", "{name: TENSOR_PARALLEL_SIZE, value: \"2\"}");

        // When
        Container container = rendered(service, RUNTIME).container();

        // Then
        assertThat(container.args()).contains("--tp=2");
    }

    @Test
    void shouldRunAContainerOfItsOwnAsItIs() {
        // Given
        InferenceService service =
                service(
                        """
                        apiVersion: serving.kserve.io/v1beta1
                        kind: InferenceService
                        metadata: {name: own}
                        spec:
                          predictor:
                            containers:
                            - image: mine:1
                              args: ["--template={{ user }}"]
                              ports: [{containerPort: 9090}]
                        """);

        // When
        Rendering rendering = PredictorContainer.of(service, service.spec().predictor());

        // Then
        Container container = ((Rendering.Rendered) rendering).container();
        assertThat(container.name()).isEqualTo("kserve-container");
        assertThat(container.args()).containsExactly("--template={{ user }}");
        assertThat(container.readinessProbe().tcpSocket().port().asInt()).isEqualTo(9090);
    }

    @Test
    void shouldCompleteWhatMlserverNeeds() {
        // Given
        String runtime =
                RUNTIME.replace("name: rt", "name: kserve-mlserver")
                        .replace("--name={{.Name}}", "--class={{.Labels.modelClass}}");

        // When
        Container container = rendered(SERVICE, runtime).container();

        // Then
        assertThat(container.args()).contains("--class=mlserver_sklearn.SKLearnModel");
        assertThat(container.env()).extracting(EnvVar::name).contains("MLSERVER_MODEL_NAME");
    }

    private static Rendering.Rendered rendered(String service, String runtime) {
        Rendering rendering = render(service, runtime);
        assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
        return (Rendering.Rendered) rendering;
    }

    private static Rendering render(String serviceText, String runtimeText) {
        InferenceService service = service(serviceText);
        ServingRuntime runtime =
                ((Manifest.OfServingRuntime) Manifests.read(runtimeText).getFirst()).resource();
        return PredictorContainer.of(service, service.spec().predictor(), runtime);
    }

    private static InferenceService service(String text) {
        return ((Manifest.OfInferenceService) Manifests.read(text).getFirst()).resource();
    }
}
