package io.gantry.kserve.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Yaml;
import io.gantry.kserve.validate.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceRulesTest {
    private static final String GOOD_MODEL =
            "{storageUri: s3://b/m, framework: sklearn, memory: 1Gi}";

    @ParameterizedTest
    @EnumSource(ResourceRules.class)
    void shouldBeFoundByVersionAndKind(ResourceRules rules) {
        assertThat(ResourceRules.of(rules.apiVersion(), rules.kind())).contains(rules);
        assertThat(ResourceRules.of("apps/v1", rules.kind())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ResourceRules.class)
    void shouldSurviveWhatIsNoResource(ResourceRules rules) {
        for (String text :
                List.of(
                        "{}",
                        "{metadata: 1, spec: []}",
                        "{metadata: {name: 1}, spec: {model: x}}")) {
            // Given
            ObjectNode resource = Yaml.read(text, ObjectNode.class);

            // When
            List<Violation> warnings = rules.warnings(Change.create(resource));
            List<Violation> violations = rules.validate(Change.create(resource));

            // Then
            assertThat(warnings).isNotNull();
            assertThat(violations).allMatch(each -> !each.remedy().isBlank());
            assertThat(rules.defaults(resource)).isEqualTo(resource);
        }
    }

    @ParameterizedTest
    @EnumSource(ResourceRules.class)
    void shouldLetWhatIsBeingDeletedGo(ResourceRules rules) {
        ObjectNode going =
                Yaml.read(
                        "{metadata: {deletionTimestamp: '2026-08-21T00:00:00Z'}, spec: {}}",
                        ObjectNode.class);
        assertThat(rules.validate(Change.update(going, going))).isEmpty();
        assertThat(rules.warnings(Change.update(going, going))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                              | spec.nodes.root | root node not found
                    {other: {}}                                     | spec.nodes.root | root node not found
                    {root: {steps: [{name: a}]}}                    | spec.nodes.root.steps[0] | Step 0 ("a") in node "root" of InferenceGraph "g" does not specify an inference target
                    {root: {steps: [{serviceName: ''}]}}            | spec.nodes.root.steps[0] | does not specify an inference target
                    {root: {steps: [{serviceName: a, nodeName: b}]}} | spec.nodes.root.steps[0] | specifies more than one of nodeName, serviceName, serviceUrl
                    {root: {steps: [{serviceName: a}, {serviceUrl: u, nodeName: b}]}} | spec.nodes.root.steps[1] | Step 1 ("") in node "root"
                    {root: {}, n: {steps: [{name: s, serviceName: a}, {name: s, serviceName: b}]}} | spec.nodes.n.steps[1].name | Node "n" of InferenceGraph "g" contains more than one step with name "s"
                    {root: {routerType: Splitter}}                  | spec.nodes.root.steps | the sum of traffic weights for all routing targets should be 100
                    {root: {routerType: Splitter, steps: [{serviceName: a, weight: 99}]}} | spec.nodes.root.steps | InferenceGraph[g] Node[root] splitter node: the sum
                    {root: {steps: [{nodeName: b}]}, b: {steps: [{nodeName: root}]}} | spec.nodes | a node of the graph leads back to itself
                    {root: {steps: [{nodeName: b}]}, b: {steps: [{nodeName: b}]}} | spec.nodes | leads back to itself
                    {root: {routerType: Splitter, steps: [{serviceName: a}]}} | spec.nodes.root.steps[0].weight | InferenceGraph[g] Node[root] Route[a] missing the 'Weight'
                    """)
    void shouldNameWhatIsWrongWithAGraph(String nodes, String field, String message) {
        assertThat(graph(nodes))
                .anyMatch(each -> each.field().equals(field) && each.message().contains(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{root: {routerType: Splitter, steps: [{serviceName: a, weight: 30}, {nodeName: b, weight: 70}]}}",
                "{root: {routerType: Ensemble, steps: [{serviceName: a}, {serviceUrl: b}]}}",
                "{root: {routerType: Sequence, steps: [{serviceName: a, name: ''}, {serviceName: a, name: ''}]}}",
                "{root: {steps: [{serviceName: a, name: s}]}, n: {steps: [{serviceName: a, name: s}]}}"
            })
    void shouldAcceptGraphsThatKServeAccepts(String nodes) {
        assertThat(graph(nodes)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {routerType: Switch, steps: [{serviceName: a, condition: '@keys'}]} | condition | cannot read this path of gjson: of the modifiers only '@this'
                    {routerType: Switch, steps: [{serviceName: a}]} | condition | is never taken
                    {routerType: Sequence, steps: [{serviceName: a, condition: b}]} | condition | has no answer before it
                    {routerType: Sequence, steps: [{serviceName: a, data: $response.predictions}]} | data | anything else means $request
                    {routerType: Sequence, steps: [{serviceUrl: 'http://a.{$domain}/b'}]} | serviceUrl | cannot be read
                    {routerType: Sequence, steps: [{serviceUrl: 'a/b'}]} | serviceUrl | has to be http:// or https://
                    """)
    void shouldWarnOfWhatAGraphWillNotDo(String root, String field, String message) {
        assertThat(
                        ResourceRules.INFERENCE_GRAPH.warnings(
                                Change.create(
                                        resource("g", "{nodes: {root: %s}}".formatted(root)))))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.field()).isEqualTo("spec.nodes.root.steps[0]." + field);
                    assertThat(warning.message()).contains(message);
                });
    }

    @Test
    void shouldWarnOfAStepToNowhere() {
        assertThat(
                        ResourceRules.INFERENCE_GRAPH.warnings(
                                Change.create(
                                        resource(
                                                "g",
                                                "{nodes: {root: {steps: [{nodeName: x}, {nodeName: root}]}}}"))))
                .extracting(Violation::field)
                .containsExactly("spec.nodes.root.steps[0].nodeName");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {mode: all}                                                 |
                    {mode: all, url: 'https://sink/in'}                         |
                    {mode: all, url: 'kafka://sink'}                            | url
                    {mode: all, url: 'http://'}                                 | url
                    {mode: all, storage: {path: p, parameters: {a: b}, key: k}} | storage
                    """)
    void shouldWarnOfLogsThatGoElsewhere(String logger, @Nullable String field) {
        ObjectNode service =
                resource(
                        "m",
                        "{predictor: {logger: %s, model: {storageUri: s3://b/m}}}"
                                .formatted(logger));

        assertThat(ResourceRules.INFERENCE_SERVICE.warnings(Change.create(service)))
                .extracting(Violation::field)
                .isEqualTo(field == null ? List.of() : List.of("spec.predictor.logger." + field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a.b  | {storageUri: s3://b/m}    | metadata.name
                    ''   | {storageUri: s3://b/m}    | metadata.name
                    m    | {storageUri: pvc://b/m}   | spec.model.storageUri
                    m    | {storageUri: b/m}         | spec.model.storageUri
                    m    | {}                        | spec.model.storageUri
                    """)
    void shouldNameWhatIsWrongWithATrainedModel(String name, String model, String field) {
        assertThat(
                        ResourceRules.TRAINED_MODEL.validate(
                                Change.create(resource(name, "{model: %s}".formatted(model)))))
                .extracting(Violation::field)
                .containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://b/m", "gs://b/m", "abfs://b/m", "https://h/m", "http://h/m"})
    void shouldAcceptTheStoragesThatTheAgentKnows(String uri) {
        assertThat(
                        ResourceRules.TRAINED_MODEL.validate(
                                Change.create(
                                        resource(
                                                "A_b-1",
                                                "{model: {storageUri: '%s'}}".formatted(uri)))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1Gi, true", "1024Mi, true", "1073741824, true", "1G, false", "2Gi, false"})
    void shouldKeepTheMemoryOfATrainedModel(String memory, boolean same) {
        ObjectNode old = resource("m", "{model: %s}".formatted(GOOD_MODEL));
        ObjectNode changed =
                resource("m", "{model: %s}".formatted(GOOD_MODEL.replace("1Gi", memory)));
        assertThat(ResourceRules.TRAINED_MODEL.validate(Change.update(old, changed)).isEmpty())
                .isEqualTo(same);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCAL_MODEL_CACHE", "LOCAL_MODEL_NAMESPACE_CACHE"})
    void shouldKeepTheSourceOfACache(ResourceRules cache) {
        ObjectNode old = resource("c", "{sourceModelUri: hf://a/b, modelSize: 1Gi}");
        ObjectNode changed = resource("c", "{sourceModelUri: hf://a/c, modelSize: 1Gi}");
        ObjectNode grown = resource("c", "{sourceModelUri: hf://a/b, modelSize: 2Gi}");
        assertThat(cache.validate(Change.update(old, changed)))
                .extracting(Violation::field)
                .containsExactly("spec.sourceModelUri");
        assertThat(cache.validate(Change.update(old, grown))).isEmpty();
    }

    @Test
    void shouldHoldAModelInOneCacheOfTheClusterOnly() {
        // Given
        ObjectNode cache = resource("c", "{sourceModelUri: hf://a/b}");
        ObjectNode same = resource("d", "{sourceModelUri: hf://a/b}");
        ObjectNode other = resource("e", "{sourceModelUri: hf://a/c}");
        Stored stored =
                (kind, namespace) ->
                        kind.equals("LocalModelCache") ? List.of(cache, same, other) : List.of();

        // When
        List<Violation> violations =
                ResourceRules.LOCAL_MODEL_CACHE.validate(new Change(cache, cache, stored));

        // Then
        assertThat(violations)
                .extracting(Violation::message)
                .containsExactly("LocalModelCache d has the same StorageURI hf://a/b");
        assertThat(
                        ResourceRules.LOCAL_MODEL_NAMESPACE_CACHE.validate(
                                new Change(cache, null, stored)))
                .isEmpty();
    }

    @Test
    void shouldWarnOfNodeGroupsThatAreNotThere() {
        // Given
        ObjectNode cache = resource("c", "{sourceModelUri: hf://a/b, nodeGroups: [gpu, cpu]}");
        Stored stored =
                (kind, namespace) ->
                        kind.equals("LocalModelNodeGroup")
                                ? List.of(resource("gpu", "{}"))
                                : List.of();

        // Then
        Change change = new Change(cache, null, stored);
        assertThat(ResourceRules.LOCAL_MODEL_NAMESPACE_CACHE.validate(change)).isEmpty();
        assertThat(ResourceRules.LOCAL_MODEL_NAMESPACE_CACHE.warnings(change))
                .extracting(Violation::message)
                .containsExactly("NodeGroup cpu not found");
    }

    @Test
    void shouldWarnOfAStorageContainerThatIsNeverUsed() {
        ObjectNode container =
                resource(
                        "c",
                        "{workloadType: job, supportedUriFormats: [{}, {regex: '('}, {prefix: 'a:'}, {regex: 'b'}]}");
        assertThat(ResourceRules.CLUSTER_STORAGE_CONTAINER.warnings(Change.create(container)))
                .extracting(Violation::field)
                .containsExactly(
                        "spec.workloadType",
                        "spec.supportedUriFormats[0]",
                        "spec.supportedUriFormats[1].regex");
    }

    @Test
    void shouldCompareRuntimesOfOneScopeOnly() {
        // Given
        ObjectNode runtime = runtime("ServingRuntime", "a");
        Stored stored =
                (kind, namespace) ->
                        "n".equals(namespace) && kind.equals("ServingRuntime")
                                ? List.of(runtime("ServingRuntime", "b"))
                                : List.of();

        // Then
        assertThat(ResourceRules.SERVING_RUNTIME.validate(new Change(runtime, null, stored)))
                .extracting(Violation::field)
                .containsExactly("spec.supportedModelFormats[0].priority");
        assertThat(
                        ResourceRules.CLUSTER_SERVING_RUNTIME.validate(
                                new Change(runtime("ClusterServingRuntime", "a"), null, stored)))
                .isEmpty();
    }

    @Test
    void shouldNameTheFieldThatHasTheWrongType() {
        ObjectNode service = resource("s", "{predictor: {minReplicas: '2'}}");
        assertThat(ResourceRules.INFERENCE_SERVICE.validate(Change.create(service)))
                .extracting(Violation::field)
                .containsExactly("spec.predictor.minReplicas");
    }

    @Test
    void shouldFillInWhatTheWebhookFillsIn() {
        ObjectNode service = resource("s", "{predictor: {onnx: {storageUri: 's3://b/m'}}}");
        ObjectNode defaulted = ResourceRules.INFERENCE_SERVICE.defaults(service);
        assertThat(defaulted.at("/spec/predictor/model/protocolVersion").asText()).isEqualTo("v2");
        assertThat(service.at("/spec/predictor").has("model")).isFalse();
    }

    private static List<Violation> graph(String nodes) {
        return ResourceRules.INFERENCE_GRAPH.validate(
                Change.create(resource("g", "{nodes: %s}".formatted(nodes))));
    }

    private static ObjectNode runtime(String kind, String name) {
        return Yaml.read(
                """
                {kind: %s, metadata: {name: %s, namespace: n}, spec: {containers: [{name: c}],
                protocolVersions: [v2], supportedModelFormats: [{name: f, autoSelect: true, priority: 1}]}}
                """
                        .formatted(kind, name),
                ObjectNode.class);
    }

    private static ObjectNode resource(String name, String spec) {
        return Yaml.read(
                "{metadata: {name: '%s'}, spec: %s}".formatted(name, spec), ObjectNode.class);
    }
}
