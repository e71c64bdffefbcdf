package io.gantry.kserve.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Conformance;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Resources;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.defaults.ServerType;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresConformance
class ImageTagVectorsTest {

    static Stream<Arguments> vectors() {
        return Conformance.vectors("image-tag.json").stream()
                .map(vector -> Arguments.of(vector.get("id").asText(), vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldRewriteTheImageAsKServeDoes(String id, JsonNode vector) {
        // Given
        ObjectNode runtime = KServeJson.mapper().createObjectNode();
        runtime.withObject("/metadata")
                .put("name", vector.get("runtimeName").asText())
                .set("annotations", vector.get("runtimeAnnotations"));
        String serverType = ServerType.of(KServeJson.read(runtime, ServingRuntime.class));

        // When
        String image =
                ImageTag.of(
                        vector.get("image").asText(),
                        vector.get("runtimeVersion").textValue(),
                        serverType,
                        KServeJson.read(vector.get("resources"), Resources.class));

        // Then
        assertThat(image).isEqualTo(vector.get("expectImage").asText());
    }
}
