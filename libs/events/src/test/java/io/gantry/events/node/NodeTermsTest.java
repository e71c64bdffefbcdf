package io.gantry.events.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeTermsTest {

    private static final Node NODE =
            new Node(
                    "gpu-1",
                    Map.of("gpu", "h100", "memory", "80"),
                    Map.of("nvidia.com/gpu", 8L, "amd.com/gpu", 0L));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gpu    | In           | ["h100", "h200"] | true
                    gpu    | In           | ["a100"]         | false
                    zone   | In           | ["h100"]         | false
                    gpu    | NotIn        | ["a100"]         | true
                    gpu    | NotIn        | ["h100"]         | false
                    zone   | NotIn        | ["h100"]         | true
                    gpu    | Exists       | []               | true
                    zone   | Exists       | []               | false
                    gpu    | DoesNotExist | []               | false
                    zone   | DoesNotExist | []               | true
                    memory | Gt           | ["79"]           | true
                    memory | Gt           | ["80"]           | false
                    memory | Lt           | ["81"]           | true
                    memory | Lt           | ["80"]           | false
                    gpu    | Gt           | ["1"]            | false
                    zone   | Lt           | ["1"]            | false
                    memory | Gt           | ["1", "2"]       | false
                    memory | Gt           | ["many"]         | false
                    gpu    | Near         | ["h100"]         | false
                    """)
    void shouldReadEveryOperator(String key, String operator, String values, boolean matches) {
        NodeTerms terms =
                terms(
                        """
                        {"matchExpressions": [{"key": "%s", "operator": "%s", "values": %s}]}\
                        """
                                .formatted(key, operator, values));

        assertThat(terms.match(NODE)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"In, true", "NotIn, false", "Exists, false"})
    void shouldReadTheName(String operator, boolean matches) {
        String term =
                """
                {"matchFields": [{"key": "%s", "operator": "%s", "values": ["gpu-1"]}]}\
                """;

        assertThat(terms(term.formatted("metadata.name", operator)).match(NODE)).isEqualTo(matches);
        assertThat(terms(term.formatted("metadata.uid", operator)).match(NODE)).isFalse();
    }

    @Test
    void shouldAskForAllOfATermAndForOneOfTheTerms() {
        String no =
                """
                {"matchExpressions": [{"key": "gpu", "operator": "Exists"}],
                 "matchFields": [{"key": "metadata.name", "operator": "In", "values": ["cpu-1"]}]}\
                """;
        String yes =
                """
                {"matchExpressions": [{"key": "gpu", "operator": "Exists"},
                                      {"key": "zone", "operator": "DoesNotExist"}]}\
                """;

        assertThat(terms(no).match(NODE)).isFalse();
        assertThat(terms(no, yes).match(NODE)).isTrue();
        assertThat(terms("{}").match(NODE)).isFalse();
        assertThat(terms().match(NODE)).isFalse();
    }

    @Test
    void shouldCountDevices() {
        assertThat(NODE.hasResources(Map.of("nvidia.com/gpu", 8L))).isTrue();
        assertThat(NODE.hasResources(Map.of("nvidia.com/gpu", 9L))).isFalse();
        assertThat(NODE.hasResources(Map.of("amd.com/gpu", 1L))).isFalse();
        assertThat(NODE.hasResources(Map.of("habana.ai/gaudi", 1L))).isFalse();
        assertThat(NODE.hasResources(Map.of())).isTrue();
    }

    @Test
    void shouldNotHoldAgainstANodeWhatNobodySaidOfIt() {
        Node laptop = new Node("laptop", Map.of(), Map.of());

        assertThat(laptop.hasLabels(Map.of("gpu", "h100"))).isTrue();
        assertThat(laptop.hasResources(Map.of("nvidia.com/gpu", 8L))).isTrue();
        assertThat(
                        terms(
                                        """
                                        {"matchExpressions": [{"key": "gpu",
                                         "operator": "In", "values": ["h100"]}]}\
                                        """)
                                .match(laptop))
                .isTrue();
        assertThat(NODE.hasLabels(Map.of("gpu", "a100"))).isFalse();
    }

    @Test
    void shouldKnowTheNameOfANodeWithoutLabels() {
        Node laptop = new Node("laptop", Map.of(), Map.of());
        NodeTerms another =
                terms(
                        """
                        {"matchFields": [{"key": "metadata.name",
                         "operator": "In", "values": ["gpu-1"]}]}\
                        """);

        assertThat(another.match(laptop)).isFalse();
    }

    private static NodeTerms terms(String... terms) {
        return new NodeTerms(List.of(terms).stream().map(NodeTermsTest::json).toList());
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
