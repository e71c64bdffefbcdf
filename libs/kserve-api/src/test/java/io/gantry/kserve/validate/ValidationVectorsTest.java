package io.gantry.kserve.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.Conformance;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// KServe's own cases of its validating webhook.
@RequiresConformance
class ValidationVectorsTest {

    static Stream<Arguments> vectors() {
        return Conformance.vectors("isvc-validation.json").stream()
                .map(vector -> Arguments.of(vector.get("id").asText(), vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldDecideAsKServeDoesOrSayWhyNot(String id, JsonNode vector) {
        // Given
        InferenceService service = service(vector.get("object"));
        InferenceService old = vector.has("oldObject") ? service(vector.get("oldObject")) : null;
        boolean rejected = vector.get("expect").asText().equals("rejected");

        // When
        List<Violation> violations = webhookAndSchemes(service, old);

        // Then
        boolean deliberate = Deliberate.of(id).isPresent();
        assertThat(!violations.isEmpty())
                .as("rejected: %s", violations)
                .isEqualTo(deliberate != rejected);
        if (rejected && !deliberate && vector.has("reasonContains")) {
            assertThat(violations)
                    .extracting(Violation::message)
                    .anyMatch(message -> message.contains(vector.get("reasonContains").asText()));
        }
        if (vector.has("warningContains")) {
            assertThat(Validation.warnings(service))
                    .extracting(Violation::message)
                    .anyMatch(message -> message.contains(vector.get("warningContains").asText()));
        }
        assertThat(violations)
                .allMatch(
                        violation -> !violation.field().isBlank() && !violation.remedy().isBlank());
    }

    /// The vectors stand behind KServe's schema, so that some of them lack what the schema demands.
    private static List<Violation> webhookAndSchemes(
            InferenceService service, @Nullable InferenceService old) {
        Findings findings = new Findings();
        Validation.webhook(service, old, findings);
        Storage.schemes(service, findings);
        return findings.all();
    }

    private static InferenceService service(JsonNode tree) {
        return KServeJson.read(tree, InferenceService.class);
    }
}
