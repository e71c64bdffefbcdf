package io.gantry.registry.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.ResourceTypes;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// Every manifest of KServe's samples and tests, labelled by whether its CRD and its webhook accept
/// it.
@QuarkusTest
@EnabledIf(
        value = "io.gantry.registry.conformance.Kserve#present",
        disabledReason = "KServe's conformance files are not here; set -Dgantry.conformance.dir")
class CorpusTest {

    private final Scorecard scorecard = new Scorecard("corpus");

    @Test
    void shouldDecideAsTheLabelsSayOrForAReason() {
        int index = 0;
        for (JsonNode entry : Kserve.json("manifests/CORPUS.json")) {
            if (entry.has("schema")) {
                judge(entry, "corpus-" + index++);
            }
        }

        scorecard.write();
        assertThat(scorecard.failures()).isEmpty();
        assertThat(scorecard.size()).isPositive();
    }

    private void judge(JsonNode entry, String namespace) {
        int number = entry.path("doc").asInt();
        String id = "%s#%d".formatted(entry.get("file").asText(), number);
        ObjectNode object = Kserve.document(entry.get("file").asText(), number);
        place(object, namespace);
        boolean usable = entry.get("usableUnmodified").asBoolean();
        Answer answer = Answer.toRehearsal(object);
        boolean isPatch = entry.path("verb").asText().equals("patch");
        if (answer.accepted() == usable || (isPatch && shapely(entry))) {
            scorecard.passed(id);
        } else if (answer.accepted() && object.at("/spec/canary").isArray()) {
            scorecard.different(
                    id, "KServe's schema demands a name in canaries that its webhook forbids");
        } else {
            scorecard.failed(id, answer.toString());
        }
    }

    /// Whether the schema has nothing against it: a patch may be a whole object or part of one.
    private static boolean shapely(JsonNode entry) {
        return entry.get("schema").asText().equals("valid");
    }

    /// Apart from all others.
    private static void place(ObjectNode object, String namespace) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        boolean clusterWide =
                ResourceTypes.find(object.path("apiVersion").asText(), object.path("kind").asText())
                        .filter(found -> !found.type().namespaced())
                        .isPresent();
        metadata.remove("namespace");
        if (!clusterWide) {
            metadata.put("namespace", namespace);
        }
    }
}
