package io.gantry.kserve.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;

/// What is written is read again as it was, whatever a manifest holds.
class RoundTripPropertyTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String BASE =
            """
            {"apiVersion":"serving.kserve.io/v1beta1","kind":"InferenceService","metadata":{"name":"n"},
             "spec":{"predictor":{"model":{"modelFormat":{"name":"f"},"env":[{"name":"A"}]}}}}\
            """;

    private static final List<String> PLACES =
            List.of(
                    "",
                    "/metadata",
                    "/spec",
                    "/spec/predictor",
                    "/spec/predictor/model",
                    "/spec/predictor/model/modelFormat",
                    "/spec/predictor/model/env/0");

    @Property
    void shouldKeepAnyMemberAtAnyPlace(
            @ForAll("places") String place,
            @ForAll("names") String name,
            @ForAll("trees") JsonNode value)
            throws Exception {
        // Given
        ObjectNode tree = (ObjectNode) KServeJson.mapper().readTree(BASE);
        ((ObjectNode) tree.at(place)).set("x" + name, value);

        // When
        InferenceService read = KServeJson.read(tree, InferenceService.class);
        JsonNode written = KServeJson.mapper().readTree(KServeJson.toJson(read));

        // Then
        assertThat(written).isEqualTo(tree);
    }

    @Property
    void shouldReadYamlAsItWasWritten(
            @ForAll("names") String name, @ForAll("trees") JsonNode value) {
        // Given
        ObjectNode spec = NODES.objectNode();
        spec.set(name, value);
        ObjectNode resource = NODES.objectNode().put("apiVersion", "v1").put("kind", "Any");
        resource.set("spec", spec);
        String yaml = KServeJson.toYaml(resource);

        // When
        List<RawDocument> documents = YamlDocuments.read(yaml, ManifestLimits.DEFAULT);

        // Then
        assertThat(documents).hasSize(1);
        assertThat(((RawDocument.Tree) documents.getFirst()).root()).as(yaml).isEqualTo(resource);
    }

    @Example
    void shouldQuoteTextThatLooksLikeSomethingElse() {
        for (String text : LOOK_ALIKES) {
            shouldReadYamlAsItWasWritten(text, NODES.textNode(text));
        }
    }

    @Property
    void shouldSurviveAnyText(@ForAll String text) {
        assertThat(Manifests.read(text)).isNotNull();
    }

    @Property
    void shouldSurviveAnyYamlishText(@ForAll("yamlish") String text) {
        assertThat(Manifests.read(text)).isNotNull();
    }

    private static final List<String> LOOK_ALIKES =
            List.of(
                    "yes",
                    "No",
                    "on",
                    "true",
                    "null",
                    "~",
                    "",
                    "1",
                    "-1",
                    "+1",
                    "0x1F",
                    "0b1",
                    "0o7",
                    "017",
                    "1_000",
                    "1e3",
                    "1.5",
                    ".5",
                    "5.",
                    "-.5",
                    "1:30",
                    "2024-01-01",
                    "<<",
                    "=",
                    "- a",
                    "? a",
                    "a: b",
                    "a #b",
                    "#b",
                    "*a",
                    "&a",
                    "!a",
                    "%a",
                    "@a",
                    "`a",
                    "{a",
                    "[a",
                    "|",
                    ">",
                    "'a",
                    "\"a",
                    " a",
                    "a ",
                    "a\nb",
                    "a\n",
                    "\n",
                    "a\tb",
                    "\u0085",
                    "\u2028",
                    "{{.Name}}",
                    "---",
                    "...",
                    ".inf",
                    ".nan",
                    "y",
                    "n",
                    "\ud83d\ude00",
                    "\\",
                    "a\\nb");

    @Provide
    Arbitrary<String> places() {
        return Arbitraries.of(PLACES);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.of(LOOK_ALIKES).filter(text -> !text.isEmpty()),
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8),
                printable().ofMinLength(1).ofMaxLength(8));
    }

    @Provide
    Arbitrary<String> yamlish() {
        return Arbitraries.of(
                        "a",
                        ":",
                        " ",
                        "\n",
                        "-",
                        "{",
                        "}",
                        "[",
                        "]",
                        "&x",
                        "*x",
                        "<<",
                        "|",
                        ">",
                        "!!int",
                        "\"",
                        "'",
                        "#",
                        ",",
                        "?",
                        "kind",
                        "1",
                        "apiVersion: v1\nkind: X\n",
                        "---\n",
                        "\t")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        return Arbitraries.lazyOf(
                this::scalars,
                this::scalars,
                () -> trees().list().ofMaxSize(3).map(list -> NODES.arrayNode().addAll(list)),
                () ->
                        Combinators.combine(
                                        names().list().ofSize(2).uniqueElements(), trees(), trees())
                                .as((keys, first, second) -> {
                                    ObjectNode object = NODES.objectNode();
                                    object.set(keys.get(0), first);
                                    object.set(keys.get(1), second);
                                    return object;
                                }));
    }

    private Arbitrary<JsonNode> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.of(LOOK_ALIKES).map(NODES::textNode),
                printable().ofMaxLength(10).map(NODES::textNode),
                Arbitraries.integers().map(NODES::numberNode),
                Arbitraries.longs().greaterOrEqual(1L << 33).map(NODES::numberNode),
                Arbitraries.bigDecimals().ofScale(3).map(NODES::numberNode),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.of(NODES.nullNode()));
    }

    /// What YAML allows in a stream.
    private static StringArbitrary printable() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\ud7ff')
                .withChars('\n', '\t', '\u0085');
    }
}
