package io.gantry.kserve.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Conformance;
import io.gantry.kserve.Mutations;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Violation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// KServe's own cases of LLMInferenceServices. Most are of one rule only: a fragment of a spec that
/// other rules would refuse, so that each case goes to the rule that its source names.
@RequiresConformance
class LlmVectorsTest {

    static Stream<Arguments> vectors() {
        return Conformance.vectors("llmisvc-validation.json").stream()
                .map(vector -> Arguments.of(vector.get("id").asText(), vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldFindWhatKServeFinds(String id, JsonNode vector) {
        // When
        List<Violation> violations = violations(vector);

        // Then
        assertThat(violations).hasSize(vector.get("expectErrorCount").asInt());
        List<String> sentences = violations.stream().map(Violation::sentence).toList();
        for (JsonNode part : vector.get("errorsContain")) {
            assertThat(sentences).anyMatch(each -> each.contains(part.asText()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldFindTheSameWhateverElseIsWritten(String id, JsonNode vector) {
        List<String> fields = fields(vector);
        for (int seed = 0; seed < Mutations.DERIVED; seed++) {
            ObjectNode derived = new Mutations(seed).of(vector, "object", "fragment");
            assertThat(fields(derived)).as("%d: %s", seed, derived).isEqualTo(fields);
        }
    }

    private static List<String> fields(JsonNode vector) {
        return violations(vector).stream().map(Violation::field).sorted().toList();
    }

    private static List<Violation> violations(JsonNode vector) {
        String source = vector.get("source").asText();
        Findings findings = new Findings();
        if (source.contains("WorkloadScaling")) {
            WorkloadScaling.check(workload(vector), findings);
        } else if (source.contains("WorkloadParallelism")) {
            Parallelism.check(workload(vector), findings);
        } else {
            Field service = Field.root(vector.get("object"));
            LlmValidation.check(service, LlmVersion.V1ALPHA2, findings);
        }
        return findings.all();
    }

    private static Field workload(JsonNode vector) {
        ObjectNode service = KServeJson.mapper().createObjectNode();
        service.set("spec", vector.get("fragment"));
        return Field.root(service).get("spec");
    }
}
