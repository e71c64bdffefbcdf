package io.gantry.kserve.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.Conformance;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// KServe's manifests are accepted where its own schema and webhook accept them.
@RequiresConformance
class CorpusValidationTest {

    static Stream<Arguments> services() {
        List<Arguments> services = new ArrayList<>();
        Conformance.json("kserve/manifests/CORPUS.json")
                .forEach(entry -> {
                    if (entry.path("kind").asText().equals(InferenceService.KIND)
                            && !entry.path("schema").asText().equals("unserved-version")) {
                        String file = entry.get("file").asText();
                        services.add(Arguments.of(file, entry.get("doc").asInt(), entry));
                    }
                });
        return services.stream();
    }

    /// A recorded patch is no whole resource, so it need not be acceptable by itself.
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("services")
    void shouldAcceptWhatKServeAccepts(String file, int document, JsonNode entry) {
        // Given
        InferenceService service = service(file, entry.path("name").asText());

        // When
        List<Violation> violations = Validation.validate(service, null);

        // Then
        boolean patch = entry.path("verb").asText().equals("patch");
        if (entry.get("usableUnmodified").asBoolean()) {
            assertThat(violations).isEmpty();
        } else if (!patch) {
            assertThat(violations.isEmpty()).isEqualTo(canaryWithoutModelName(entry));
        }
    }

    static Stream<Arguments> runtimes() {
        return Conformance.yamlFiles("kserve/manifests/config/runtimes").stream()
                .flatMap(file -> Manifests.read(Conformance.read(file)).stream())
                .map(manifest -> ((Manifest.OfServingRuntime) manifest).resource())
                .map(runtime -> Arguments.of(runtime.name(), runtime));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runtimes")
    void shouldAcceptTheRuntimesThatKServeShips(String name, ServingRuntime runtime) {
        assertThat(RuntimeValidation.validate(runtime, null, List.of())).isEmpty();
    }

    /// The schema's own fault: see [Schema].
    private static boolean canaryWithoutModelName(JsonNode entry) {
        return entry.path("schemaErrors").toString().contains("canary/0/predictor/model: 'name'");
    }

    private static InferenceService service(String file, String name) {
        return Manifests.read(Conformance.read(Conformance.directory().resolve("kserve/" + file)))
                .stream()
                .filter(Manifest.OfInferenceService.class::isInstance)
                .map(manifest -> ((Manifest.OfInferenceService) manifest).resource())
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
