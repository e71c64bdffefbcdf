package io.gantry.kserve.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Corpus;
import io.gantry.kserve.RequiresConformance;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// KServe's manifests of all kinds are accepted where KServe accepts them.
@RequiresConformance
class CorpusRulesTest {

    static Stream<Corpus.Document> usable() {
        return Corpus.documents().filter(Corpus.Document::usable);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("usable")
    void shouldAcceptWhatKServeAccepts(Corpus.Document document) {
        ObjectNode resource = document.resource();
        assertThat(rules(resource).validate(Change.create(resource))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("usable")
    void shouldAcceptItAgainWithItsDefaults(Corpus.Document document) {
        // Given
        ObjectNode resource = document.resource();
        ResourceRules rules = rules(resource);

        // When
        ObjectNode defaulted = rules.defaults(resource);

        // Then
        assertThat(rules.defaults(defaulted)).isEqualTo(defaulted);
        assertThat(rules.validate(Change.update(resource, defaulted))).isEmpty();
    }

    private static ResourceRules rules(ObjectNode resource) {
        return ResourceRules.of(
                        resource.path("apiVersion").asText(), resource.path("kind").asText())
                .orElseThrow();
    }
}
