package io.gantry.kserve.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class ManifestsTest {
    private static final String SERVICE =
            """
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata:
              name: iris
            spec:
              predictor:
                minReplicas: 2
                model:
                  modelFormat: {name: sklearn}
                  storageUri: s3://models/iris
            """;

    @Test
    void shouldGiveResourcesOfAnyKindAsTrees() {
        // When
        List<ObjectNode> trees =
                Manifests.trees(
                        """
                        apiVersion: v1
                        kind: Secret
                        data: {a: b}
                        ---
                        apiVersion: v1
                        kind: List
                        items: [{apiVersion: v1, kind: ConfigMap, data: {a: b}}, 7]
                        ---
                        "no resource"
                        """);

        // Then
        assertThat(trees)
                .extracting(tree -> tree.path("kind").asText())
                .containsExactly("Secret", "ConfigMap");
    }

    @Test
    void shouldReadYamlAndJsonAlike() {
        // Given
        InferenceService fromYaml = service(SERVICE);

        // When
        InferenceService fromJson = service(KServeJson.toJson(fromYaml));

        // Then
        assertThat(fromJson).isEqualTo(fromYaml);
        assertThat(fromJson.spec().predictor().model().modelFormat().name()).isEqualTo("sklearn");
    }

    @Test
    void shouldKeepMembersItDoesNotKnow() {
        // Given
        String manifest =
                """
                {"apiVersion":"serving.kserve.io/v1beta1","kind":"InferenceService","unknown":{"b":null},
                 "metadata":{"name":"n","finalizers":[]},
                 "spec":{"predictor":{"nodeSelector":{"z":"1","a":"2"},"model":{"zeta":1.50}}}}\
                """;

        // When
        InferenceService read = service(manifest);

        // Then
        assertThat(KServeJson.toJson(read))
                .isEqualTo(
                        """
                        {"apiVersion":"serving.kserve.io/v1beta1","kind":"InferenceService",\
                        "metadata":{"name":"n","finalizers":[]},\
                        "spec":{"predictor":{"model":{"zeta":1.50},"nodeSelector":{"z":"1","a":"2"}}},\
                        "unknown":{"b":null}}\
                        """);
    }

    @Test
    void shouldReadSeveralDocumentsAndSkipEmptyOnes() {
        // Given
        String manifest = "---\n# nothing\n---\n" + SERVICE + "---\n" + SERVICE + "---\n";

        // When
        List<Manifest> manifests = Manifests.read(manifest);

        // Then
        assertThat(manifests).hasSize(2).hasOnlyElementsOfType(Manifest.OfInferenceService.class);
    }

    @Test
    void shouldReadTheItemsOfAList() {
        // Given
        String item = KServeJson.toJson(service(SERVICE));
        String list =
                "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[%s,\n{\"kind\":3}]}"
                        .formatted(item);

        // When
        List<Manifest> manifests = Manifests.read(list);

        // Then
        assertThat(manifests.get(0)).isInstanceOf(Manifest.OfInferenceService.class);
        assertThat(manifests.get(1))
                .isInstanceOfSatisfying(
                        Manifest.Malformed.class, bad -> assertThat(bad.line()).isEqualTo(2));
    }

    @Test
    void shouldReadDocumentsBeforeABrokenOneAndPlaceTheFault() {
        // When
        List<Manifest> manifests = Manifests.read(SERVICE + "---\nkind: [\n");

        // Then
        assertThat(manifests).hasSize(2);
        assertThat(malformed(manifests.get(1)).line()).isGreaterThan(11);
        assertThat(malformed(manifests.get(1)).message()).startsWith("not readable as YAML");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    minReplicas: 2 | minReplicas: "2" | spec.predictor.minReplicas must be a whole number
                    minReplicas: 2 | minReplicas: 1.5 | spec.predictor.minReplicas must be a whole number
                    minReplicas: 2 | minReplicas: 99999999999 | spec.predictor.minReplicas must be a whole number
                    name: iris | name: 007 | metadata.name must be text, found the number 7; write it in quotes
                    name: iris | name: yes | metadata.name must be text, found true; write it in quotes
                    {name: sklearn} | sklearn | modelFormat must be an object, found the text "sklearn"
                    minReplicas: 2 | storageUris: [null] | spec.predictor.storageUris[0] must be something
                    minReplicas: 2 | containers: {name: a} | spec.predictor.containers must be a list, found an object
                    """)
    void shouldNameFieldValueAndRemedyOfAWrongType(String right, String wrong, String message) {
        // Given
        String yaml = SERVICE.replace(right, wrong);

        // When
        Manifest.Mistyped mistyped = mistyped(Manifests.read(yaml).getFirst());

        // Then
        Manifest.Malformed bad = mistyped.why();
        assertThat(bad.message())
                .contains(message)
                .startsWith(mistyped.field() + " ")
                .doesNotContain("java.")
                .doesNotContain("gantry");
        assertThat(yaml.lines().toList().get(bad.line() - 1)).contains(wrong);
    }

    @Test
    void shouldPlaceAWrongTypeInJson() {
        // Given
        String json =
                """
                {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                 "spec": {"pre": 1,
                  "predictor": {"minReplicas":
                    true}}}\
                """;

        // When
        Manifest.Mistyped bad = mistyped(Manifests.read(json).getFirst());

        // Then
        assertThat(bad)
                .isEqualTo(
                        new Manifest.Mistyped(
                                "InferenceService",
                                null,
                                "spec.predictor.minReplicas",
                                new Manifest.Malformed(
                                        4,
                                        5,
                                        "spec.predictor.minReplicas must be a whole number of at"
                                                + " most 32 bits, found true")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "a: 1\na: 2",
                "just text",
                "[1]",
                "null: {",
                "a: *nowhere",
                "a: !!binary AAAA",
                "a: !!int x",
                "name: {{ name }}",
                "{{ name }}: 1",
                "kind: InferenceService",
                "apiVersion: v1",
                "\t- x",
                "a: \u0000",
                "{\"apiVersion\":\"v1\",\"kind\":\"X\",\"a\\u0000\":1}",
                "{\"apiVersion\":\"v1\",\"kind\":\"X\",\"a\":[\"\\u0000\"]}"
            })
    void shouldCallWhatIsNoResourceMalformed(String text) {
        // When
        List<Manifest> manifests = Manifests.read(text);

        // Then
        assertThat(manifests).hasSize(1);
        assertThat(malformed(manifests.getFirst()).message()).isNotBlank();
        assertThat(malformed(manifests.getFirst()).line()).isPositive();
    }

    @Test
    void shouldReadPastAByteOrderMark() {
        assertThat(Manifests.read("\uFEFF" + SERVICE))
                .hasOnlyElementsOfType(Manifest.OfInferenceService.class);
    }

    @Test
    void shouldFindNothingInNothing() {
        assertThat(Manifests.read("")).isEmpty();
        assertThat(Manifests.read("# only a comment\n---\n")).isEmpty();
    }

    @Test
    void shouldGiveUpOnAnAliasBomb() {
        // Given
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i));
            bomb.append("*a%d, ".formatted(i - 1).repeat(9)).append("*a%d]\n".formatted(i - 1));
        }

        // When
        Manifest.Malformed bad = malformed(Manifests.read(bomb.toString()).getFirst());

        // Then
        assertThat(bad.message()).contains("more than 200000 values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: &a {b: *a}", "a: &a [*a]"})
    void shouldGiveUpOnAnAliasOfItself(String text) {
        assertThat(malformed(Manifests.read(text).getFirst()).message()).isNotBlank();
    }

    @Test
    void shouldGiveUpOnDeepNestingInJsonAndYaml() {
        // Given
        String deep = "[".repeat(5000);

        // When
        Manifest.Malformed json = malformed(Manifests.read(deep).getFirst());
        Manifest.Malformed yaml = malformed(Manifests.read("a: " + deep).getFirst());

        // Then
        assertThat(json.message()).contains("depth");
        assertThat(yaml.message()).contains("epth");
    }

    @Test
    void shouldReadJsonAndYamlNestedUpToTheLimit() {
        // Given
        String deep = "[".repeat(90) + "]".repeat(90);
        String json =
                KServeJson.toJson(service(SERVICE)).replaceFirst("}$", ",\"x\":" + deep + "}");

        // When
        InferenceService fromJson = service(json);
        InferenceService fromYaml = service(SERVICE + "x: " + deep);

        // Then
        assertThat(fromYaml).isEqualTo(fromJson);
    }

    @Test
    void shouldRefuseATextBeyondTheLimit() {
        // Given
        ManifestLimits limits = new ManifestLimits(100, 10, 10, 10);

        // When
        List<Manifest> manifests = Manifests.read(SERVICE, limits);

        // Then
        assertThat(malformed(manifests.getFirst()).message()).contains("more than the 100");
    }

    @Test
    void shouldRefuseDocumentsBeyondTheLimit() {
        // Given
        ManifestLimits limits = new ManifestLimits(10_000, 2, 100, 1000);

        // When
        List<Manifest> manifests = Manifests.read((SERVICE + "---\n").repeat(3), limits);

        // Then
        assertThat(malformed(manifests.getLast()).message()).contains("more than 2 documents");
    }

    @Test
    void shouldExpandAliasesAndMergeKeys() {
        // Given
        String manifest =
                SERVICE
                        + """
                          labels: &shared {team: a, tier: x}
                          annotations:
                            <<: *shared
                            tier: own
                        """;

        // When
        Component predictor =
                service(
                                manifest.replace("  labels", "    labels")
                                        .replace("  annotations", "    annotations")
                                        .replace("    <<", "      <<")
                                        .replace("    tier: own", "      tier: own"))
                        .spec()
                        .predictor();

        // Then
        assertThat(predictor.annotations())
                .containsEntry("team", "a")
                .containsEntry("tier", "own")
                .hasSize(2);
    }

    @Test
    void shouldReadOtherKindsOfKServeAsTheTreesThatTheyAre() {
        // When
        Manifest read =
                Manifests.read(
                                """
                                apiVersion: serving.kserve.io/v1alpha1
                                kind: InferenceGraph
                                metadata: {name: pipeline, namespace: search}
                                spec: {nodes: {root: {routerType: Sequence, later: 1}}}
                                """)
                        .getFirst();

        // Then
        assertThat(read)
                .isInstanceOfSatisfying(
                        Manifest.OfOther.class,
                        graph -> {
                            assertThat(graph.kind()).isEqualTo("InferenceGraph");
                            assertThat(graph.name()).isEqualTo("pipeline");
                            assertThat(graph.namespace()).isEqualTo("search");
                            assertThat(graph.resource().at("/spec/nodes/root/later").asInt())
                                    .isEqualTo(1);
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    v1 | Secret | s3 | stores no secrets
                    v1 | ConfigMap | config-autoscaler | monitor
                    v1 | ConfigMap | other | kubectl
                    v1 | Namespace | prod | namespace exists once
                    rbac.authorization.k8s.io/v1 | Role | admin | RBAC
                    rbac.authorization.k8s.io/v1 | RoleBinding | admin | RBAC
                    apps/v1 | Deployment | web | not a resource that Gantry stores
                    serving.kserve.io/v1alpha2 | InferenceService | old | serving.kserve.io/v1beta1
                    serving.kserve.io/v1beta1 | ServingRuntime | rt | serving.kserve.io/v1alpha1
                    serving.kserve.io/v1 | LLMInferenceService | llm | GET /apis
                    serving.kserve.io/v1alpha1 | Unheard | x | does not know
                    """)
    void shouldSayWhyAKindIsNotStored(String apiVersion, String kind, String name, String why) {
        // Given
        String manifest =
                "apiVersion: %s\nkind: %s\nmetadata: {name: %s}".formatted(apiVersion, kind, name);

        // When
        Manifest read = Manifests.read(manifest).getFirst();

        // Then
        assertThat(read)
                .isInstanceOfSatisfying(
                        Manifest.Unsupported.class,
                        unsupported -> {
                            assertThat(unsupported.why()).contains(kind, "\"" + name + "\"", why);
                            assertThat(unsupported.name()).isEqualTo(name);
                        });
    }

    @Test
    void shouldReadTheDefaultSectionAsTheStableEndpoint() {
        // Given
        String manifest =
                SERVICE + "  default:\n    predictor:\n      model: {storageUri: s3://models/v1}\n";

        // When
        InferenceService read = service(manifest);

        // Then
        assertThat(read.spec().stable().predictor().model().storageUri())
                .isEqualTo("s3://models/v1");
        assertThat(KServeJson.toYaml(read)).contains("default:");
    }

    /// kubectl reads YAML 1.1.
    @ParameterizedTest
    @ValueSource(strings = {"y", "Y", "n", "N", "no", "on"})
    void shouldQuoteWhatKubectlTakesForABoolean(String text) {
        assertThat(KServeJson.toYaml(Map.of(text, text)))
                .isEqualTo("\"%s\": \"%s\"\n".formatted(text, text));
    }

    private static InferenceService service(String text) {
        return ((Manifest.OfInferenceService) Manifests.read(text).getFirst()).resource();
    }

    private static Manifest.Mistyped mistyped(Manifest manifest) {
        assertThat(manifest).isInstanceOf(Manifest.Mistyped.class);
        return (Manifest.Mistyped) manifest;
    }

    private static Manifest.Malformed malformed(Manifest manifest) {
        assertThat(manifest).isInstanceOf(Manifest.Malformed.class);
        return (Manifest.Malformed) manifest;
    }
}
