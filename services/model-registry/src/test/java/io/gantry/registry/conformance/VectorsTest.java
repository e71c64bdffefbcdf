package io.gantry.registry.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.ResourceTypes;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The cases of KServe's webhooks that are whole objects. Fragments are cases of `libs/kserve-api`.
@QuarkusTest
@EnabledIf(
        value = "io.gantry.registry.conformance.Kserve#present",
        disabledReason = "KServe's conformance files are not here; set -Dgantry.conformance.dir")
class VectorsTest {

    /// As docs/kserve-compatibility.md lists them.
    private static final String FORMAT =
            "KServe accepts a model without modelFormat, for which it then finds no runtime";

    private static final Map<String, String> DELIBERATE =
            Map.of(
                    "confidential-disabled",
                    FORMAT,
                    "confidential-enabled-with-storageuri-no-resourceid",
                    FORMAT,
                    "confidential-enabled-with-oci-uri-warns",
                    FORMAT,
                    "accept-name-64-chars-plus",
                    "KServe accepts a name that no Service can carry and fails later, out of sight",
                    "standard-hpa-memory-target-over-100-rejected-quirk",
                    "a slip in KServe's condition holds a memory target in MiB to 100",
                    "unsupported-storage-scheme-passes-webhook",
                    "KServe accepts a storageUri that nothing can download");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isvc-validation",
                "runtime-webhook",
                "inferencegraph-validation",
                "llmisvc-validation"
            })
    void shouldDecideAsKServeDoesOrForAReason(String file) {
        Scorecard scorecard = new Scorecard(file);
        int index = 0;
        for (JsonNode vector : Kserve.vectors(file + ".json")) {
            if (vector.has("object")) {
                judge(vector, "%s-%d".formatted(file, index++), scorecard);
            }
        }

        scorecard.write();
        assertThat(scorecard.failures()).isEmpty();
        assertThat(scorecard.size()).isPositive();
    }

    private static void judge(JsonNode vector, String namespace, Scorecard scorecard) {
        String id = vector.get("id").asText();
        ObjectNode object = placed(vector.get("object"), namespace);
        List<ObjectNode> before = before(vector, namespace);
        boolean refused = before.stream().anyMatch(each -> !Answer.toCreation(each).accepted());
        boolean replaces = before.stream().anyMatch(each -> sameName(each, object));
        Answer answer = replaces ? Answer.toReplacement(object) : Answer.toRehearsal(object);
        before.forEach(Answer::delete);
        boolean rejection = rejection(vector);
        if (answer.accepted() != rejection) {
            scorecard.passed(id);
        } else if (DELIBERATE.containsKey(id)) {
            scorecard.different(id, DELIBERATE.get(id));
        } else if (refused || Answer.breaksSchema(object)) {
            scorecard.behindTheSchema(id, answer.message());
        } else {
            scorecard.failed(id, answer.toString());
        }
    }

    private static boolean rejection(JsonNode vector) {
        return vector.has("expect")
                ? vector.get("expect").asText().equals("rejected")
                : vector.path("expectErrorCount").asInt() > 0;
    }

    /// What is stored already: the object itself as it was, and others.
    private static List<ObjectNode> before(JsonNode vector, String namespace) {
        List<ObjectNode> before = new ArrayList<>();
        if (vector.has("oldObject")) {
            before.add(placed(vector.get("oldObject"), namespace));
        }
        for (JsonNode each : vector.path("existing")) {
            ObjectNode existing = placed(each, namespace);
            if (vector.path("rule").asText().equals("multi-node-spec")) {
                // KServe's test hands it in as the object before the change, whatever its name.
                existing.withObjectProperty("metadata")
                        .set("name", vector.at("/object/metadata/name"));
            }
            before.add(existing);
        }
        return before;
    }

    private static boolean sameName(ObjectNode one, ObjectNode other) {
        return one.at("/metadata/name").equals(other.at("/metadata/name"))
                && one.path("kind").equals(other.path("kind"));
    }

    private static ObjectNode placed(JsonNode given, String namespace) {
        ObjectNode object = given.deepCopy();
        ObjectNode metadata = object.withObjectProperty("metadata");
        metadata.remove("namespace");
        boolean namespaced =
                ResourceTypes.find(object.path("apiVersion").asText(), object.path("kind").asText())
                        .map(found -> found.type().namespaced())
                        .orElse(true);
        if (namespaced) {
            metadata.put("namespace", namespace);
        }
        return object;
    }
}
