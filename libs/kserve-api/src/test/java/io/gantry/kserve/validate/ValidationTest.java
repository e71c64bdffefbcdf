package io.gantry.kserve.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gantry.kserve.Conformance;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.Yaml;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gantry.io/sticky | X-User | header:NAME or cookie:NAME
                    gantry.io/sticky | cookie: | header:NAME or cookie:NAME
                    gantry.io/sticky | header:X User | header:NAME or cookie:NAME
                    gantry.io/hedge-after | 80 | as in 80ms
                    gantry.io/hedge-after | 0s | as in 80ms
                    gantry.io/shadow-percent | many | from 0 to 100
                    gantry.io/shadow-percent | NaN | from 0 to 100
                    gantry.io/log-sample-percent | 101 | from 0 to 100
                    """)
    void shouldWarnOfAnAnnotationThatTheProxyCannotRead(
            String annotation, String value, String remedy) {
        assertThat(Validation.warnings(annotated(annotation, value)))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.field())
                            .isEqualTo("metadata.annotations[\"%s\"]".formatted(annotation));
                    assertThat(warning.remedy()).contains(remedy);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "gantry.io/sticky, cookie:session",
        "gantry.io/sticky, header:X-User",
        "gantry.io/hedge-after, 80ms",
        "gantry.io/shadow-percent, 12.5",
        "gantry.io/log-sample-percent, 0"
    })
    void shouldNotWarnOfAnAnnotationThatTheProxyReads(String annotation, String value) {
        assertThat(Validation.warnings(annotated(annotation, value))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"concurrency", "rps", "ttft", "tokens", "kv", "queue", "gpu", "gpu_memory"})
    void shouldTakeWhatTheMonitorScalesBy(String metric) {
        String spec =
                "{predictor: {sklearn: {}, scaleMetric: %s, scaleTarget: 4}}".formatted(metric);

        assertThat(Validation.validate(service("n", spec), null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{metrics: [{type: Resource, resource: {name: cpu, target: {averageUtilization: 250}}}]}",
                "{metrics: [{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 500m}}}]}",
                "{metrics: [{type: Resource, resource: {name: memory}}]}",
                "{metrics: [{type: External, external: {metric: {backend: prometheus, query: 'sum(rate(x[1m]))'}, target: {type: Value, value: '10'}}}]}",
                "{metrics: [{type: External, external: {metric: {backend: prometheus, serverAddress: 'https://p:9090/prefix', query: up}, target: {type: AverageValue, averageValue: 1500m}}}]}",
                "{metrics: [{type: PodMetric, podmetric: {metric: {backend: opentelemetry, metricNames: [a], query: 'vllm:num_requests_running'}, target: {type: Value, value: 4}}}]}",
                "{behavior: {scaleDown: {stabilizationWindowSeconds: 3600, selectPolicy: Min, policies: [{type: Pods, value: 1, periodSeconds: 1800}]}, scaleUp: {selectPolicy: Disabled, tolerance: 50m}}}",
                "{behavior: {}}"
            })
    void shouldTakeWhatGantryFollows(String autoScaling) {
        assertThat(Validation.validate(service("n", scaled(autoScaling)), null)).isEmpty();
    }

    /// What is wrong with a behavior is so whoever scales, and the rest where Gantry does.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {metrics: [{type: Resource, resource: {name: gpu}}]} | metrics[0].resource.name | gpu is not supported
                    {metrics: [{type: Resource, resource: {name: cpu, target: {averageUtilization: 0}}}]} | metrics[0].resource.target.averageUtilization | 1 or more
                    {metrics: [{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: x}}}]} | metrics[0].resource.target.averageValue | quantity above 0
                    {metrics: [{type: External, external: {metric: {backend: graphite, query: q}, target: {value: 1}}}]} | metrics[0].external.metric.backend | asks no graphite
                    {metrics: [{type: External, external: {metric: {backend: prometheus}, target: {value: 1}}}]} | metrics[0].external.metric.query | query should not be empty
                    {metrics: [{type: External, external: {metric: {backend: prometheus, query: q}, target: {value: 0}}}]} | metrics[0].external.target.value | quantity above 0
                    {metrics: [{type: External, external: {metric: {backend: prometheus, query: q, serverAddress: 'file:///etc'}, target: {value: 1}}}]} | metrics[0].external.metric.serverAddress | no address
                    {metrics: [{type: External, external: {metric: {backend: prometheus, query: q, serverAddress: 'http://u:p@h'}, target: {value: 1}}}]} | metrics[0].external.metric.serverAddress | no address
                    {metrics: [{type: External, external: {metric: {backend: prometheus, query: q}, authenticationRef: {name: a}, target: {value: 1}}}]} | metrics[0].external.authenticationRef | KEDA
                    {metrics: [{type: PodMetric, podmetric: {metric: {query: 'avg(x)'}, target: {value: 1}}}]} | metrics[0].podmetric.metric.query | no name of a metric
                    {metrics: [{type: PodMetric, podmetric: {metric: {query: x, operationOverTime: max}, target: {value: 1}}}]} | metrics[0].podmetric.metric.operationOverTime | as it is
                    {metrics: [{type: PodMetric, podmetric: {metric: {query: x, serverAddress: 'h:1'}, target: {value: 1}}}]} | metrics[0].podmetric.metric.serverAddress | themselves
                    {metrics: [{type: PodMetric, podmetric: {metric: {query: x}, target: {type: AverageValue}}}]} | metrics[0].podmetric.target.averageValue | quantity above 0
                    {metrics: [{type: Bananas}]} | metrics[0].type | Unsupported value
                    {behavior: {scaleUp: {stabilizationWindowSeconds: 3601}}} | behavior.scaleUp | stabilizationWindowSeconds must be in [0, 3600], found 3601
                    {behavior: {scaleUp: {stabilizationWindowSeconds: 1.5}}} | behavior.scaleUp.stabilizationWindowSeconds | no whole number
                    {behavior: {scaleDown: {selectPolicy: Median}}} | behavior.scaleDown.selectPolicy | Unsupported value
                    {behavior: {scaleDown: {policies: []}}} | behavior.scaleDown.policies | at least one Policy
                    {behavior: {scaleDown: {policies: [{type: Pods, value: 0, periodSeconds: 60}]}}} | behavior.scaleDown.policies[0] | value must be above 0
                    {behavior: {scaleDown: {policies: [{type: Percent, value: 5, periodSeconds: 1801}]}}} | behavior.scaleDown.policies[0] | periodSeconds must be in
                    {behavior: {scaleDown: {policies: [{type: Cores, value: 5, periodSeconds: 1}]}}} | behavior.scaleDown.policies[0].type | Unsupported value
                    {behavior: {scaleDown: {tolerance: some}}} | behavior.scaleDown.tolerance | no quantity
                    {behavior: {scaleDown: {tolerance: -1}}} | behavior.scaleDown | tolerance must be 0 or more
                    """)
    void shouldRefuseWhatGantryCannotFollow(String autoScaling, String field, String message) {
        assertThat(Validation.validate(service("n", scaled(autoScaling)), null))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field()).isEqualTo("spec.predictor.autoScaling." + field);
                    assertThat(violation.message()).contains(message);
                    assertThat(violation.remedy()).isNotBlank();
                });
    }

    private static String scaled(String autoScaling) {
        return "{predictor: {sklearn: {}, autoScaling: %s}}".formatted(autoScaling);
    }

    private static InferenceService annotated(String annotation, String value) {
        return Yaml.read(
                """
                metadata: {name: n, annotations: {%s: '%s'}}
                spec: {predictor: {sklearn: {}}}
                """
                        .formatted(annotation, value),
                InferenceService.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {} | spec.predictor | exactly one of
                    {predictor: {model: {}}} | spec.predictor.model.modelFormat | Required value
                    {predictor: {model: {modelFormat: {}}}} | spec.predictor.model.modelFormat.name | Required value
                    {predictor: {sklearn: {}, onnx: {}}} | spec.predictor | exactly one of
                    {predictor: {sklearn: {}, containers: [{name: kserve-container}]}} | spec.predictor | exactly one of
                    {predictor: {sklearn: {}, name: V2}} | spec.predictor.name | ^[a-z]([-a-z0-9]*[a-z0-9])?$
                    {predictor: {sklearn: {name: x}}} | spec.predictor.sklearn.name | not allowed in standard predictor
                    {predictor: {sklearn: {storageUri: 'ftp://a/b'}}} | spec.predictor.sklearn.storageUri | StorageUri [ftp://a/b] is not supported
                    {predictor: {sklearn: {}, storageUris: [{uri: 'gopher://a'}]}} | spec.predictor.storageUris[0].uri | is not supported
                    {predictor: {containers: [{env: [{name: STORAGE_URI, value: 'ftp://a'}]}]}} | spec.predictor.containers | is not supported
                    {predictor: {sklearn: {}, scaleMetric: bananas}} | spec.predictor.scaleMetric | not a supported metric
                    {predictor: {sklearn: {}, canaryTrafficPercent: 101}} | spec.predictor.canaryTrafficPercent | percentage from 0 to 100
                    {predictor: {sklearn: {}, timeout: -1}} | spec.predictor.timeout | less than 0
                    {predictor: {sklearn: {env: [{value: x}]}}} | spec.predictor.sklearn.env[0].name | Required value
                    {predictor: {sklearn: {env: [{name: x, value: a, valueFrom: {}}]}}} | spec.predictor.sklearn.env[0] | valueFrom may not be specified
                    {predictor: {containers: [{name: a}, {name: a}]}} | spec.predictor.containers[1].name | Duplicate value
                    {predictor: {containers: [{name: a}, {image: b}]}} | spec.predictor.containers[1].name | Required value
                    {predictor: {sklearn: {}, labels: {a: b c}}} | spec.predictor.labels.a | a label's value
                    {predictor: {sklearn: {}, labels: {a b: c}}} | spec.predictor.labels.a b | a label's key
                    {predictor: {sklearn: {}, labels: {A.b/: c}}} | spec.predictor.labels.A.b/ | a label's key
                    {predictor: {sklearn: {}, labels: {A.b/c: d}}} | spec.predictor.labels.A.b/c | a label's key
                    {predictor: {sklearn: {}, labels: {/c: d}}} | spec.predictor.labels./c | a label's key
                    {predictor: {sklearn: {}}, default: {predictor: {}}} | spec.default.predictor | exactly one of
                    {predictor: {sklearn: {}}, default: {predictor: {onnx: {env: [{name: PYTHONPATH}]}}}} | spec.default.predictor.onnx.env | PYTHONPATH
                    {predictor: {sklearn: {}, storageUris: [{uri: 'pvc://a', mountPath: /m/a}, {uri: 'pvc://b', mountPath: /m/a}]}} | spec.predictor.storageUris | PVC storage paths must be unique
                    {predictor: {model: {modelFormat: {name: f}, storageUri: 'pvc://a'}, workerSpec: {containers: [{name: a}, {name: b}]}}} | spec.predictor.workerSpec.containers | multiple containers
                    """)
    void shouldNameTheFieldAtFault(String spec, String field, String message) {
        // When
        List<Violation> violations = Validation.validate(service("n", spec), null);

        // Then
        assertThat(violations)
                .anySatisfy(violation -> {
                    assertThat(violation.field()).isEqualTo(field);
                    assertThat(violation.message()).contains(message);
                    assertThat(violation.remedy()).isNotBlank();
                    assertThat(violation.sentence()).contains(field, message);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{predictor: {sklearn: {storageUri: s3://a/b}}}",
                "{predictor: {sklearn: {storageUri: az://a/b}}}",
                "{predictor: {sklearn: {storageUri: 'abfss://a@b.dfs.core.windows.net/c'}}}",
                "{predictor: {sklearn: {}, storageUris: [{uri: 'git+https://a/b.git@v1#c'}]}}",
                "{predictor: {sklearn: {storageUri: relative/path}}}",
                "{predictor: {sklearn: {storageUri: 'https://a.blob.core.windows.net/b/c'}}}",
                "{predictor: {model: {modelFormat: {name: f}}, containers: [{name: sidecar}]}}",
                "{predictor: {containers: [{image: a}]}}",
                "{predictor: {sklearn: {}, storageUris: [{uri: 's3://a'}, {uri: 's3://b'}, {uri: 'pvc://c'}]}}",
                "{predictor: {sklearn: {}, minReplicas: 3, maxReplicas: 0}}",
                "{predictor: {sklearn: {}}, transformer: {containers: [{image: a}]}, explainer: {art: {}}}"
            })
    void shouldAcceptWhatIsRight(String spec) {
        assertThat(Validation.validate(service("n", spec), null)).isEmpty();
    }

    @Test
    void shouldFindAllFaultsAtOnce() {
        // Given
        InferenceService service =
                service(
                        "Bad.Name",
                        "{predictor: {sklearn: {name: x}, minReplicas: -1, maxReplicas: -2}}");

        // When
        List<Violation> violations = Validation.validate(service, null);

        // Then
        assertThat(violations)
                .extracting(Violation::field)
                .contains(
                        "metadata.name",
                        "spec.predictor.sklearn.name",
                        "spec.predictor.minReplicas",
                        "spec.predictor.maxReplicas");
    }

    @ParameterizedTest
    @CsvSource({"53, true", "54, false"})
    void shouldAcceptNamesAsLongAsAServiceCanCarry(int length, boolean accepted) {
        // Given
        InferenceService service = service("a".repeat(length), "{predictor: {sklearn: {}}}");

        // When
        List<Violation> violations = Validation.validate(service, null);

        // Then
        assertThat(violations.isEmpty()).as("%s", violations).isEqualTo(accepted);
    }

    @Test
    void shouldCountTheVariantsNameAndTheOtherComponentsInTheLength() {
        // Given
        String spec =
                "{predictor: {sklearn: {}, name: v2}, transformer: {containers: [{image: a}]}}";

        // When
        List<Violation> violations = Validation.validate(service("a".repeat(52), spec), null);

        // Then
        assertThat(violations)
                .extracting(Violation::field, Violation::remedy)
                .containsExactly(
                        tuple("spec.predictor.name", "shorten the name by 2"),
                        tuple("metadata.name", "shorten the name by 1"));
    }

    @ParameterizedTest
    @CsvSource({"40, 60, 0, true", "40, 61, 0, false", "40, 50, 10, true", "40, 50, 11, false"})
    void shouldNotLetCanariesShareMoreThanAllTraffic(
            int first, int second, int predictor, boolean accepted) {
        // Given
        String service =
                """
                metadata: {name: n, annotations: {serving.kserve.io/deploymentMode: Standard}}
                spec:
                  predictor: {sklearn: {}, canaryTrafficPercent: %d}
                  canary:
                  - {trafficPercent: %d, predictor: {name: b, sklearn: {}}}
                  - {trafficPercent: %d, predictor: {name: c, sklearn: {}}}
                """
                        .formatted(predictor, first, second);

        // When
        List<Violation> violations =
                Validation.validate(Yaml.read(service, InferenceService.class), null);

        // Then
        assertThat(violations.isEmpty()).as("%s", violations).isEqualTo(accepted);
    }

    static Stream<Path> seeds() {
        return Conformance.yamlFiles("seed").stream();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @RequiresConformance
    void shouldAcceptTheSeedsVerbatim(Path seed) {
        for (Manifest manifest : Manifests.read(Conformance.read(seed))) {
            List<Violation> violations =
                    switch (manifest) {
                        case Manifest.OfInferenceService(InferenceService service) ->
                                Validation.validate(service, null);
                        case Manifest.OfServingRuntime(ServingRuntime runtime) ->
                                RuntimeValidation.validate(runtime, null, List.of());
                        case Manifest.OfOther _, Manifest.Unsupported _ -> List.of();
                        case Manifest.Mistyped mistyped -> throw new AssertionError(mistyped);
                        case Manifest.Malformed malformed -> throw new AssertionError(malformed);
                    };
            assertThat(violations).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {metadata: {name: Bad}} | metadata.name
                    {metadata: {name: r}} | spec
                    {metadata: {name: r}, spec: {}} | spec.containers
                    {metadata: {name: r}, spec: {supportedModelFormats: [{version: '1'}]}} | spec.supportedModelFormats[0].name
                    {metadata: {name: r}, spec: {supportedModelFormats: [{name: f, priority: 0}]}} | spec.supportedModelFormats[0].priority
                    {metadata: {name: r}, spec: {supportedModelFormats: [{name: f, autoSelect: true, priority: 1}, {name: f, autoSelect: true, priority: 2}]}} | spec.supportedModelFormats[1].priority
                    {metadata: {name: r}, spec: {workerSpec: {containers: []}}} | spec.workerSpec.containers
                    {metadata: {name: r}, spec: {workerSpec: {containers: [{name: a}, {name: b}]}}} | spec.workerSpec.containers
                    {metadata: {name: r}, spec: {workerSpec: {containers: [{name: worker-container, resources: {limits: {example.com/gpu: 1}}}]}}} | spec.workerSpec.containers[0].resources
                    {metadata: {name: r}, spec: {containers: [{name: kserve-container, resources: {requests: {example.com/gpu: 1}}}], workerSpec: {containers: [{name: w}]}}} | spec.containers[0].resources
                    {metadata: {name: r}, spec: {annotations: {serving.kserve.io/gpu-resource-types: x}, workerSpec: {containers: [{name: w}]}}} | spec.annotations["serving.kserve.io/gpu-resource-types"]
                    {metadata: {name: r, namespace: A_B}} | metadata.namespace
                    """)
    void shouldNameTheFieldOfARuntimeAtFault(String runtime, String field) {
        assertThat(
                        RuntimeValidation.validate(
                                Yaml.read(runtime, ServingRuntime.class), null, List.of()))
                .extracting(Violation::field)
                .contains(field);
    }

    /// As in KServe: what is never chosen by itself, or not at all, cannot be chosen by accident;
    /// and sizes mean something to the containers with KServe's names only.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{containers: [{name: c}], supportedModelFormats: [{name: f, priority: 1}, {name: f, priority: 2}]}",
                "{containers: [{name: c}], supportedModelFormats: [{name: f, autoSelect: true, priority: 1}, {name: f, autoSelect: true}]}",
                "{containers: [{name: c}], supportedModelFormats: [{name: f, autoSelect: true}, {name: f, autoSelect: true, priority: 2}]}",
                "{containers: [{name: c}], disabled: true, supportedModelFormats: [{name: f, autoSelect: true, priority: 1}, {name: f, autoSelect: true, priority: 2}]}",
                "{containers: [{name: c}], disabled: true, workerSpec: {tensorParallelSize: 0}}",
                "{containers: [{name: c, env: [{name: TENSOR_PARALLEL_SIZE, value: '2'}], resources: {limits: {example.com/gpu: 1}}}], workerSpec: {containers: [{name: w}]}}",
                "{containers: [{name: kserve-container, resources: {limits: {cpu: 1, nvidia.com/gpu: 1}}}], workerSpec: {containers: [{name: worker-container, resources: {limits: {example.com/gpu: 1}}}]}, annotations: {serving.kserve.io/gpu-resource-types: '[\"example.com/gpu\"]'}}"
            })
    void shouldAcceptRuntimesThatHarmNobody(String spec) {
        ServingRuntime runtime =
                Yaml.read("{metadata: {name: r}, spec: %s}".formatted(spec), ServingRuntime.class);
        assertThat(RuntimeValidation.validate(runtime, null, List.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Deliberate.class)
    void shouldDocumentWhatIsDecidedOtherwise(Deliberate difference) {
        // Given
        String document = Conformance.read(Path.of("..", "..", "docs", "kserve-compatibility.md"));

        // Then
        assertThat(document).contains("`" + difference.vector() + "`", difference.reason());
    }

    private static InferenceService service(String name, String spec) {
        return Yaml.read(
                "{metadata: {name: %s}, spec: %s}".formatted(name, spec), InferenceService.class);
    }
}
