package io.gantry.kserve.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Conformance;
import io.gantry.kserve.RequiresConformance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Every document of KServe's corpus is written again as it was read. What is expected comes from
/// SnakeYAML's own constructor, so that a fault of our reader cannot hide on both sides.
@RequiresConformance
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusRoundTripTest {

    static Stream<Path> files() {
        return Stream.concat(
                Conformance.yamlFiles("seed").stream(),
                Conformance.yamlFiles("kserve/manifests").stream());
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldWriteWhatItRead(Path file) {
        // Given
        String text = Conformance.read(file);

        // When
        List<Manifest> manifests = Manifests.read(text);

        // Then
        if (text.contains(": {{")) {
            assertThat(manifests)
                    .isNotEmpty()
                    .allMatch(it ->
                            it instanceof Manifest.Malformed || it instanceof Manifest.Mistyped);
            return;
        }
        List<JsonNode> documents = independentlyRead(text);
        assertThat(manifests).hasSameSizeAs(documents);
        for (int i = 0; i < documents.size(); i++) {
            assertWritten(documents.get(i), manifests.get(i));
        }
    }

    private static void assertWritten(JsonNode document, Manifest manifest) {
        switch (manifest) {
            case Manifest.OfInferenceService(InferenceService resource) ->
                    assertSame(document, resource);
            case Manifest.OfServingRuntime(ServingRuntime resource) ->
                    assertSame(document, resource);
            case Manifest.OfOther(ObjectNode resource) -> assertThat(resource).isEqualTo(document);
            case Manifest.Unsupported unsupported ->
                    assertThat(unsupported.kind()).isEqualTo(document.path("kind").asText());
            case Manifest.Mistyped mistyped -> throw new AssertionError(mistyped.toString());
            case Manifest.Malformed malformed -> throw new AssertionError(malformed.toString());
        }
    }

    private static void assertSame(JsonNode document, Object resource) {
        assertThat(differences("", document, json(KServeJson.toJson(resource)))).isEmpty();
        Manifest fromYaml = Manifests.read(KServeJson.toYaml(resource)).getFirst();
        Manifest fromJson = Manifests.read(KServeJson.toJson(resource)).getFirst();
        assertThat(fromYaml).extracting("resource").isEqualTo(resource);
        assertThat(fromJson).extracting("resource").isEqualTo(resource);
    }

    private static JsonNode json(String text) {
        try {
            return KServeJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /// Where two trees differ; null and absent count as the same, as they do for Kubernetes.
    private static List<String> differences(String path, JsonNode expected, JsonNode actual) {
        List<String> found = new ArrayList<>();
        if (expected.isNull() && actual.isMissingNode()) {
            return found;
        }
        if (!expected.isObject() || !actual.isObject()) {
            if (!expected.equals(actual) && !alike(path, expected, actual, found)) {
                found.add("%s: expected %s, was %s".formatted(path, expected, actual));
            }
            return found;
        }
        for (Map.Entry<String, JsonNode> member : expected.properties()) {
            JsonNode now = actual.path(member.getKey());
            found.addAll(differences(path + "/" + member.getKey(), member.getValue(), now));
        }
        actual.fieldNames()
                .forEachRemaining(name -> {
                    if (!expected.has(name)) {
                        found.add("%s/%s: added".formatted(path, name));
                    }
                });
        return found;
    }

    private static boolean alike(
            String path, JsonNode expected, JsonNode actual, List<String> found) {
        if (!expected.isArray() || !actual.isArray() || expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            found.addAll(differences(path + "/" + i, expected.get(i), actual.get(i)));
        }
        return true;
    }

    private static List<JsonNode> independentlyRead(String text) {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            if (document != null) {
                documents.add(json(KServeJson.toJson(document)));
            }
        }
        return documents;
    }

    @Test
    void shouldReadMostOfTheCorpusAsTypedResources() {
        // Given
        Stream<Manifest> all =
                files().flatMap(file -> Manifests.read(Conformance.read(file)).stream());

        // When
        long typed =
                all.filter(manifest ->
                                manifest instanceof Manifest.OfInferenceService
                                        || manifest instanceof Manifest.OfServingRuntime)
                        .count();

        // Then
        assertThat(typed).isGreaterThan(200);
    }
}
