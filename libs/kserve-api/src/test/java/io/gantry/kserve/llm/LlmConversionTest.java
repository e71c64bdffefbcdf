package io.gantry.kserve.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Corpus;
import io.gantry.kserve.Mutations;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.Yaml;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LlmConversionTest {
    private static final String V1ALPHA1 =
            """
            apiVersion: serving.kserve.io/v1alpha1
            kind: LLMInferenceService
            metadata: {name: s, annotations: {mine: kept}}
            spec:
              model:
                uri: hf://a/b
                criticality: Critical
                lora: {adapters: [{name: x, uri: hf://a/x}, {name: y, uri: hf://a/y, criticality: Sheddable}]}
              router:
                scheduler:
                  pool:
                    spec:
                      targetPortNumber: 8000
                      selector: {app: s}
                      extensionRef: {name: epp, failureMode: FailOpen, portNumber: 9003}
            """;

    private static final String V1ALPHA2 =
            """
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceService
            metadata: {name: s}
            spec:
              model: {uri: hf://a/b, confidential: {enabled: true, resourceId: 'kbs:///a/b/c'}}
              kvCacheOffloading: {cpu: 1Gi}
              prefill: {replicas: 1, kvCacheOffloading: {cpu: 2Gi}}
              router:
                scheduler:
                  pool:
                    spec:
                      appProtocol: kubernetes.io/h2c
                      targetPorts: [{number: 8000}, {number: 8001}]
                      selector: {matchLabels: {app: s}}
                      endpointPickerRef: {name: epp, port: {number: 9002}}
            """;

    private static final String POOL = "/spec/router/scheduler/pool/spec";

    @Test
    void shouldKeepWhatOnlyTheOldVersionSaysInAnnotationsAsKServeDoes() {
        // When
        ObjectNode stored = LlmConversion.toV1alpha2(tree(V1ALPHA1));

        // Then
        assertThat(stored)
                .isEqualTo(
                        tree(
                                """
                                apiVersion: serving.kserve.io/v1alpha2
                                kind: LLMInferenceService
                                metadata:
                                  name: s
                                  annotations:
                                    mine: kept
                                    internal.serving.kserve.io/model-criticality: Critical
                                    internal.serving.kserve.io/lora-criticalities: '{"1":"Sheddable"}'
                                spec:
                                  model:
                                    uri: hf://a/b
                                    lora: {adapters: [{name: x, uri: hf://a/x}, {name: y, uri: hf://a/y}]}
                                  router:
                                    scheduler:
                                      pool:
                                        spec:
                                          targetPorts: [{number: 8000}]
                                          selector: {matchLabels: {app: s}}
                                          endpointPickerRef: {name: epp, failureMode: FailOpen, port: {number: 9003}}
                                """));
        assertThat(LlmConversion.toV1alpha1(stored)).isEqualTo(tree(V1ALPHA1));
    }

    @Test
    void shouldLoseNothingThatOnlyTheNewVersionSays() {
        // When
        ObjectNode shown = LlmConversion.toV1alpha1(tree(V1ALPHA2));

        // Then
        assertThat(shown.path("spec"))
                .isEqualTo(
                        tree(
                                """
                                model: {uri: hf://a/b}
                                prefill: {replicas: 1}
                                router:
                                  scheduler:
                                    pool:
                                      spec:
                                        targetPortNumber: 8000
                                        selector: {app: s}
                                        extensionRef: {name: epp, portNumber: 9002}
                                """));
        assertThat(LlmConversion.toV1alpha2(shown)).isEqualTo(tree(V1ALPHA2));
    }

    @Test
    void shouldTakeWhatAClientOfTheOldVersionChanged() {
        // Given
        ObjectNode shown = LlmConversion.toV1alpha1(tree(V1ALPHA2));
        ((ObjectNode) shown.path("spec")).remove("prefill");
        ((ObjectNode) shown.at(POOL)).put("targetPortNumber", 9000);

        // When
        ObjectNode stored = LlmConversion.toV1alpha2(shown);

        // Then
        assertThat(stored.at("/spec/prefill").isMissingNode()).isTrue();
        assertThat(stored.at(POOL).path("targetPorts"))
                .isEqualTo(tree("{x: [{number: 9000}]}").get("x"));
        assertThat(stored.at("/spec/model/confidential/enabled").asBoolean()).isTrue();
        assertThat(stored.path("metadata").has("annotations")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {name: e}                  | {name: e, port: {number: 9002}}
                    {name: e, kind: Service}   | {name: e, kind: Service, port: {number: 9002}}
                    {name: e, kind: Other}     | {name: e, kind: Other}
                    {name: e, portNumber: 1}   | {name: e, port: {number: 1}}
                    """)
    void shouldSayThePortOfAnEndpointPickerThatIsAService(String before, String after) {
        ObjectNode service = tree(V1ALPHA1);
        ((ObjectNode) service.at(POOL)).set("extensionRef", tree(before));
        assertThat(LlmConversion.toV1alpha2(service).at(POOL).path("endpointPickerRef"))
                .isEqualTo(tree(after));
    }

    @Test
    void shouldLeaveAnnotationsAloneThatNobodyCanRead() {
        ObjectNode service = tree(V1ALPHA2);
        ObjectNode annotations = service.withObject("/metadata/annotations");
        annotations.put(LlmConversion.ADAPTER_CRITICALITIES, "{");
        ObjectNode shown = LlmConversion.toV1alpha1(service);
        shown.withObject("/metadata/annotations").put(LlmConversion.ONLY_V1ALPHA2, "[]");
        ObjectNode stored = LlmConversion.toV1alpha2(shown);
        assertThat(stored.at("/metadata/annotations").size()).isEqualTo(2);
    }

    static Stream<Corpus.Document> corpus() {
        return Corpus.documents()
                .filter(each ->
                        each.resource().path("kind").asText().startsWith("LLMInferenceService"));
    }

    @RequiresConformance
    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void shouldBeTheIdentityThereAndBack(Corpus.Document document) {
        for (int seed = 0; seed < 5; seed++) {
            // Given
            ObjectNode given =
                    (ObjectNode)
                            new Mutations(seed)
                                    .tree(withoutEmptyAnnotations(document.resource()), "");
            boolean old = given.path("apiVersion").asText().endsWith("v1alpha1");

            // When
            ObjectNode back =
                    old
                            ? LlmConversion.toV1alpha1(LlmConversion.toV1alpha2(given))
                            : LlmConversion.toV1alpha2(LlmConversion.toV1alpha1(given));

            // Then
            assertThat(back).as("%d", seed).isEqualTo(given);
        }
    }

    @RequiresConformance
    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void shouldKeepTheCriticalityOfAnyModel(Corpus.Document document) {
        // Given
        ObjectNode given = withoutEmptyAnnotations(document.resource());
        given.put("apiVersion", LlmVersion.V1ALPHA1.apiVersion());
        boolean pool = given.at(POOL).isObject();
        if (pool || !(given.at("/spec/model") instanceof ObjectNode model)) {
            return;
        }
        model.put("criticality", "Standard");
        model.at("/lora/adapters")
                .forEach(adapter -> ((ObjectNode) adapter).put("criticality", "Sheddable"));

        // When
        ObjectNode stored = LlmConversion.toV1alpha2(given);

        // Then
        assertThat(stored.at("/spec/model").has("criticality")).isFalse();
        assertThat(LlmConversion.toV1alpha1(stored)).isEqualTo(given);
    }

    /// No annotations and none at all are the same, and only one of them comes back.
    private static ObjectNode withoutEmptyAnnotations(ObjectNode resource) {
        ObjectNode copy = resource.deepCopy();
        ObjectNode metadata = copy.withObjectProperty("metadata");
        if (metadata.path("annotations").isEmpty()) {
            metadata.remove("annotations");
        }
        return copy;
    }

    private static ObjectNode tree(String yaml) {
        return Yaml.read(yaml, ObjectNode.class);
    }
}
