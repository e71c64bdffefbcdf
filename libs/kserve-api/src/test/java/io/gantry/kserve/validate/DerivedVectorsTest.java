package io.gantry.kserve.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Conformance;
import io.gantry.kserve.Mutations;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is decided about KServe's cases is decided about documents like them, too.
@RequiresConformance
class DerivedVectorsTest {

    static Stream<Arguments> services() {
        return vectors("isvc-validation.json");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("services")
    void shouldDecideAlikeAboutServicesWhateverElseIsWritten(String id, JsonNode vector) {
        List<String> fields = serviceFields(vector);
        for (int seed = 0; seed < Mutations.DERIVED; seed++) {
            ObjectNode derived = new Mutations(seed).of(vector, "object", "oldObject");
            assertThat(serviceFields(derived)).as("%d: %s", seed, derived).isEqualTo(fields);
        }
    }

    static Stream<Arguments> runtimes() {
        return vectors("runtime-webhook.json");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runtimes")
    void shouldDecideAlikeAboutRuntimesWhateverElseIsWritten(String id, JsonNode vector) {
        List<String> fields = runtimeFields(vector, new Mutations(0));
        for (int seed = 0; seed < Mutations.DERIVED; seed++) {
            Mutations mutations = new Mutations(seed);
            ObjectNode derived = mutations.of(vector, "object", "existing");
            assertThat(runtimeFields(derived, mutations))
                    .as("%d: %s", seed, derived)
                    .isEqualTo(fields);
        }
    }

    static Stream<Arguments> uris() {
        return Conformance.json("kserve/vectors/storage-uri.json")
                .get("storageUris")
                .valueStream()
                .filter(each -> !each.get("acceptedByController").isNull())
                .map(each -> Arguments.of(each.get("uri").asText()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uris")
    void shouldDecideAlikeAboutEveryPathOfAStorage(String uri) {
        boolean supported = StorageScheme.supported(uri);
        for (String path : List.of("/a", "/a/b.onnx", "/a?b=c", "/a:b", "/ä", "/a//b", "/..")) {
            assertThat(StorageScheme.supported(uri + path)).as(path).isEqualTo(supported);
        }
    }

    private static List<String> serviceFields(JsonNode vector) {
        Findings findings = new Findings();
        JsonNode old = vector.get("oldObject");
        InferenceService service = KServeJson.read(vector.get("object"), InferenceService.class);
        Validation.webhook(
                service,
                old == null ? null : KServeJson.read(old, InferenceService.class),
                findings);
        Storage.schemes(service, findings);
        return fields(findings.all());
    }

    private static List<String> runtimeFields(JsonNode vector, Mutations mutations) {
        List<ServingRuntime> existing =
                vector.path("existing")
                        .valueStream()
                        .map(each -> KServeJson.read(each, ServingRuntime.class))
                        .toList();
        boolean multiNode = vector.get("rule").asText().equals("multi-node-spec");
        return fields(
                RuntimeValidation.validate(
                        KServeJson.read(vector.get("object"), ServingRuntime.class),
                        multiNode ? existing.getFirst() : null,
                        mutations.shuffled(existing)));
    }

    private static List<String> fields(List<Violation> violations) {
        return violations.stream().map(Violation::field).sorted().toList();
    }

    private static Stream<Arguments> vectors(String file) {
        return Conformance.vectors(file).stream()
                .map(vector -> Arguments.of(vector.get("id").asText(), vector));
    }
}
