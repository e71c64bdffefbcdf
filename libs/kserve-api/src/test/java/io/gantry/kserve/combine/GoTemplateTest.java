package io.gantry.kserve.combine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.kserve.Yaml;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Refusal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTemplateTest {
    private static final ObjectNode SPEC =
            (ObjectNode)
                    tree(
                            """
                            model: {name: o/m}
                            parallelism: {tensor: 2, data: 0, expert: false}
                            kvCacheOffloading: {cpu: 1Gi, evictionPolicy: lru, secondary: [{fileSystem: {emptyDir: {size: 1Gi}}}]}
                            template: {terminationGracePeriodSeconds: 90}
                            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    {{ .Spec.Model.Name }} | o/m
                    a-{{.ObjectMeta.Name}}.{{ .Namespace }}-b | a-llama.models-b
                    {{ if .GlobalConfig.EnableTLS }}HTTPS{{else}}HTTP{{- end }} | HTTP
                    {{ if .Spec.Parallelism.Tensor }}--tp {{ .Spec.Parallelism.Tensor }}{{ end }} | --tp 2
                    {{ if .Spec.Parallelism.Expert }}--ep{{ end }}. | .
                    {{ if and .Spec.Prefill .Spec.Prefill.Parallelism }}a{{ else }}b{{ end }} | b
                    {{ if .Spec.Prefill }}{{ .Spec.Prefill.Parallelism.Tensor }}{{ end }}. | .
                    {{ or .Spec.Parallelism.Data 1 }} | 1
                    {{ or .Spec.Parallelism.Tensor 1 }} | 2
                    {{ ChildName .ObjectMeta.Name `-epp` }} | llama-epp
                    {{ shutdownTimeout .Spec.Template 15 }} | 70
                    {{ shutdownTimeout .Spec.Worker 15 }} | 40
                    {{ shutdownTimeout nil 90 }} | 0
                    {{ if .Spec.Template }}{{ if .Spec.Worker }}a{{ else }}b{{ end }}{{ else }}c{{ end }} | b
                    x {{- if .Spec.Template -}} y {{- end -}} z | xyz
                    """)
    void shouldFillIn(String text, String expected) {
        assertThat(filled(text).asText()).isEqualTo(expected);
    }

    /// In JSON, over which KServe runs the template, a line's end is no blank.
    @Test
    void shouldTrimBlanksAndNoLineEnds() {
        assertThat(filled("a \\\n   {{- if .Spec.Template }} b{{- end }} \\\nc").asText())
                .isEqualTo("a \\\n b \\\nc");
    }

    @Test
    void shouldEscapeTheCacheForTheShellsQuotes() {
        assertThat(filled("ARGS=\"{{ kvTransferConfig .Spec.KVCacheOffloading }}\"").asText())
                .isEqualTo(
                        """
                        ARGS="--kv-transfer-config '{\\"kv_connector\\":\\"OffloadingConnector\\",\
                        \\"kv_connector_extra_config\\":{\\"cpu_bytes_to_use\\":1073741824,\\"eviction_policy\\":\\"lru\\",\
                        \\"secondary_tiers\\":[{\\"root_dir\\":\\"/mnt/kv-cache-0\\",\\"type\\":\\"fs\\"}],\
                        \\"spec_name\\":\\"TieringOffloadingSpec\\"},\\"kv_role\\":\\"kv_both\\"}'\"\
                        """);
        assertThat(filled("-{{ kvTransferConfig .Spec.Prefill.KVCacheOffloading }}-").asText())
                .isEqualTo("--");
    }

    @Test
    void shouldLeaveOutArgumentsThatAreNotGiven() {
        JsonNode args = tree("['a', '{{ if .Spec.Worker }}b{{ end }}', '', 'c']");

        assertThat(filled(args)).isEqualTo(tree("['a', '', 'c']"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ .Spec.Router }}",
                "{{ .GlobalConfig.IngressGatewayName }}",
                "{{ range .Spec.Template }}{{ end }}",
                "{{ printf \"%s\" .Name }}",
                "{{ .Name | quote }}",
                "{{ with .Name }}{{ end }}",
                "{{ (.Name) }}",
                "{{ }}",
                "{{ if .Name }}a",
                "{{ else }}",
                "{{ end }}",
                "{{ .Spec.Worker }}",
                "{{ .Spec.Template }}",
                "{{ .Spec.Parallelism.DataLocal }}",
                "{{ ChildName .Name }}",
                "{{ \"unclosed }}",
                "a {{ .Name }} {{ b"
            })
    void shouldRefuseWhatPresetsDoNotUse(String text) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> filled(text));

        assertThat(refusal.why().field()).isEqualTo("spec.here");
        assertThat(refusal.why().found()).startsWith("{{");
        assertThat(refusal.why().remedy()).contains(".Spec.Model.Name", "ChildName");
    }

    @Test
    void shouldNameThePlaceOfWhatItRefuses() {
        JsonNode pod = tree("containers: [{name: main, args: ['a', '{{ .Oops }}']}]");

        assertThatThrownBy(() -> GoTemplate.fill(new Field("spec.template", pod), variables()))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.why().field())
                                        .isEqualTo("spec.template.containers[0].args[1]"));
    }

    @Property
    void shouldLeaveTextWithoutActionsAlone(@ForAll("trees") JsonNode tree) {
        assertThat(filled(tree)).isEqualTo(tree);
    }

    /// Whatever is written, it is filled in or refused.
    @Property(tries = 2000)
    void shouldSurviveAnyTemplate(@ForAll("templates") String text) {
        try {
            assertThat(filled(text).isTextual()).isTrue();
        } catch (Refusal refusal) {
            assertThat(refusal.why().field()).isEqualTo("spec.here");
        }
    }

    @Provide
    Arbitrary<String> templates() {
        return Arbitraries.of(
                        "{{",
                        "}}",
                        "{{-",
                        "-}}",
                        " ",
                        "if",
                        "else",
                        "end",
                        ".Name",
                        "`",
                        "\"",
                        "a",
                        "or",
                        "nil",
                        "1",
                        "\n",
                        ".Spec.Template",
                        "ChildName",
                        "{{ end }}")
                .list()
                .ofMaxSize(12)
                .map(words -> String.join("", words));
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Arbitrary<JsonNode> texts =
                Arbitraries.strings()
                        .ofMaxLength(8)
                        .filter(text -> !text.contains("{{"))
                        .map(json::textNode);
        return texts.list()
                .ofMaxSize(4)
                .map(list -> {
                    ObjectNode tree = json.objectNode().put("number", list.size());
                    tree.putArray("list").addAll(list);
                    tree.putObject("a.b").put("c", "d");
                    return tree;
                });
    }

    private static JsonNode filled(String text) {
        return filled(new TextNode(text));
    }

    private static JsonNode filled(JsonNode tree) {
        return GoTemplate.fill(new Field("spec.here", tree), variables());
    }

    private static JsonNode tree(String yaml) {
        return Yaml.read(yaml, JsonNode.class);
    }

    private static Variables variables() {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        return new Variables(metadata.put("name", "llama").put("namespace", "models"), SPEC);
    }

    @Test
    void shouldKnowThePoolByItsNameOnly() {
        assertThat(filled("{{ .GlobalConfig.InferencePoolNamespacedName }}").asText())
                .isEqualTo("models/llama-inference-pool");
        assertThat(Variables.KNOWN).containsAll(List.of(".Name", ".Spec.Prefill.Worker"));
    }
}
