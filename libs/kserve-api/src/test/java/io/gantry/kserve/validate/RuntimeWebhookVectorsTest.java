package io.gantry.kserve.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.Conformance;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresConformance
class RuntimeWebhookVectorsTest {

    static Stream<Arguments> vectors() {
        return Conformance.vectors("runtime-webhook.json").stream()
                .map(vector -> Arguments.of(vector.get("id").asText(), vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldDecideAsKServeDoes(String id, JsonNode vector) {
        // Given
        ServingRuntime runtime = KServeJson.read(vector.get("object"), ServingRuntime.class);
        List<ServingRuntime> existing = new ArrayList<>();
        vector.path("existing")
                .forEach(each -> existing.add(KServeJson.read(each, ServingRuntime.class)));
        boolean multiNode = vector.get("rule").asText().equals("multi-node-spec");

        // When
        List<Violation> violations =
                RuntimeValidation.validate(
                        runtime, multiNode ? existing.getFirst() : null, existing);

        // Then
        if (vector.get("expect").asText().equals("accepted")) {
            assertThat(violations).isEmpty();
        } else {
            assertThat(violations)
                    .extracting(Violation::message)
                    .anyMatch(message -> message.contains(vector.get("reasonContains").asText()));
        }
    }
}
