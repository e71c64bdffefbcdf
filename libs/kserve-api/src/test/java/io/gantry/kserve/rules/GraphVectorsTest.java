package io.gantry.kserve.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Conformance;
import io.gantry.kserve.Mutations;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.validate.Violation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// KServe's own cases of InferenceGraphs.
@RequiresConformance
class GraphVectorsTest {

    static Stream<Arguments> vectors() {
        return Conformance.vectors("inferencegraph-validation.json").stream()
                .map(vector -> Arguments.of(vector.get("id").asText(), vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldDecideAsKServeDoes(String id, JsonNode vector) {
        // When
        List<Violation> violations = violations(vector);

        // Then
        if (vector.get("expect").asText().equals("accepted")) {
            assertThat(violations).isEmpty();
        } else {
            assertThat(violations)
                    .extracting(Violation::message)
                    .contains(vector.get("reasonContains").asText());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldDecideAlikeWhateverElseIsWritten(String id, JsonNode vector) {
        List<String> fields = fields(vector);
        for (int seed = 0; seed < Mutations.DERIVED; seed++) {
            ObjectNode derived = new Mutations(seed).of(vector, "object");
            assertThat(fields(derived)).as("%d: %s", seed, derived).isEqualTo(fields);
        }
    }

    private static List<String> fields(JsonNode vector) {
        return violations(vector).stream().map(Violation::field).sorted().toList();
    }

    private static List<Violation> violations(JsonNode vector) {
        return ResourceRules.INFERENCE_GRAPH.validate(
                Change.create((ObjectNode) vector.get("object")));
    }
}
