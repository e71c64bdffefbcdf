package io.gantry.kserve.schema.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.PrinterColumn;
import io.gantry.kserve.schema.ResourceType;
import io.gantry.kserve.schema.ResourceTypes;
import io.gantry.kserve.schema.Schemas;
import io.gantry.kserve.schema.TypeVersion;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void shouldShowAnInferenceServiceAsKubectlDoes() {
        // Given
        TypeVersion version = version("serving.kserve.io/v1beta1", "InferenceService");
        ObjectNode object =
                Schemas.object(
                        """
                        metadata: {name: iris, creationTimestamp: '2026-06-01T11:54:30Z'}
                        status:
                          url: http://iris.example
                          conditions:
                          - {type: PredictorReady, status: 'False'}
                          - {type: Ready, status: 'True'}
                          components:
                            predictor:
                              traffic:
                              - {latestRevision: true, percent: 10, revisionName: iris-2}
                              - {tag: prev, percent: 90, revisionName: iris-1, latestRevision: false}
                        """);

        // When
        List<JsonNode> cells = Columns.cells(version, object, NOW);

        // Then
        assertThat(Columns.of(version))
                .extracting(PrinterColumn::name)
                .containsExactly(
                        "Name",
                        "URL",
                        "Ready",
                        "Prev",
                        "Latest",
                        "PrevRolledoutRevision",
                        "LatestReadyRevision",
                        "Age");
        assertThat(cells.toString())
                .isEqualTo(
                        "[\"iris\", \"http://iris.example\", \"True\", 90, 10, \"iris-1\","
                                + " \"iris-2\", \"5m30s\"]");
    }

    @Test
    void shouldLeaveEmptyWhatIsNotThere() {
        // When
        List<JsonNode> cells =
                Columns.cells(
                        version("serving.kserve.io/v1beta1", "InferenceService"),
                        Schemas.object("{metadata: {name: iris}}"),
                        NOW);

        // Then
        assertThat(cells).hasSize(8);
        assertThat(cells.subList(1, 8)).allMatch(JsonNode::isNull);
    }

    @Test
    void shouldShowTheFirstOfSeveralValues() {
        // When
        List<JsonNode> cells =
                Columns.cells(
                        version("serving.kserve.io/v1alpha1", "ServingRuntime"),
                        Schemas.object(
                                """
                                metadata: {name: triton}
                                spec:
                                  disabled: false
                                  supportedModelFormats: [{name: onnx}, {name: tensorrt}]
                                  containers: [{name: kserve-container}]
                                """),
                        NOW);

        // Then
        assertThat(cells.toString())
                .isEqualTo("[\"triton\", false, \"onnx\", \"kserve-container\", null]");
    }

    @Test
    void shouldShowTheAgeOfTypesWithoutColumns() {
        assertThat(Columns.of(version("serving.kserve.io/v1alpha1", "LocalModelCache")))
                .extracting(PrinterColumn::name)
                .containsExactly("Name", "Age");
    }

    @Test
    void shouldUnderstandTheColumnsOfEveryType() {
        for (ResourceType type : ResourceTypes.all()) {
            for (TypeVersion version : type.versions()) {
                for (PrinterColumn column : version.columns()) {
                    assertThat(JsonPath.parse(column.jsonPath()).find(Schemas.object("{}")))
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        ".a.b, '[1]'",
        ".l[*].n, '[1, 2, 3]'",
        ".l[1].n, '[2]'",
        ".l[-1].n, '[3]'",
        ".l[?(@.n==2)].t, '[\"y\"]'",
        ".l[?(@.n!=2)].n, '[1, 3]'",
        ".l[?(@.t)].n, '[1, 2]'",
        "'.l[?(@.t==''x'')].n', '[1]'",
        "'[''a''][''b'']', '[1]'",
        ".none.b, '[]'",
        ".a[*], '[]'",
    })
    void shouldFind(String path, String expected) {
        ObjectNode object =
                Schemas.object("{a: {b: 1}, l: [{n: 1, t: x}, {n: 2, t: y}, {n: 3, z: null}]}");
        assertThat(JsonPath.parse(path).find(object).toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ".a..b", ".a[", ".l[?(@.n > 1)]", ".l[?(count())]", ".a[1:2]"})
    void shouldRefuseWhatItWouldMisread(String path) {
        assertThatThrownBy(() -> JsonPath.parse(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not understood");
    }

    @ParameterizedTest
    @CsvSource({
        "-5, <invalid>",
        "-1, 0s",
        "0, 0s",
        "119, 119s",
        "120, 2m",
        "330, 5m30s",
        "600, 10m",
        "10799, 179m",
        "10800, 3h",
        "12600, 3h30m",
        "28800, 8h",
        "172800, 2d",
        "180000, 2d2h",
        "691200, 8d",
        "63072000, 2y",
        "63158400, 2y1d",
        "252288000, 8y",
    })
    void shouldTellAgesAsKubernetesDoes(long seconds, String words) {
        assertThat(Age.between(NOW.minusSeconds(seconds), NOW)).isEqualTo(words);
    }

    private static TypeVersion version(String apiVersion, String kind) {
        return ResourceTypes.find(apiVersion, kind).orElseThrow().version();
    }
}
