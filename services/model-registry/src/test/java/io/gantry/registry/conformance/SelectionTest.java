package io.gantry.registry.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// KServe's cases of what can be downloaded and of which runtime serves a model, asked of the
/// running registry.
@QuarkusTest
@EnabledIf(
        value = "io.gantry.registry.conformance.Kserve#present",
        disabledReason = "KServe's conformance files are not here; set -Dgantry.conformance.dir")
class SelectionTest {

    @Test
    void shouldTakeWhatKServesControllerTakes() {
        Scorecard scorecard = new Scorecard("storage-uri");
        for (JsonNode vector : Kserve.json("vectors/storage-uri.json").get("storageUris")) {
            JsonNode accepted = vector.get("acceptedByController");
            if (accepted.isNull()) {
                continue;
            }
            String uri = vector.get("uri").asText();
            Answer answer = Answer.toRehearsal(service("storage-uris", sklearn(uri)));
            if (answer.accepted() == accepted.asBoolean()) {
                scorecard.passed(uri);
            } else {
                scorecard.failed(uri, answer.toString());
            }
        }

        scorecard.write();
        assertThat(scorecard.failures()).isEmpty();
        assertThat(scorecard.size()).isPositive();
    }

    /// Those of ModelMesh, which a predictor never asks for, are cases of `libs/kserve-api`.
    @Test
    void shouldChooseTheRuntimeThatKServeChooses() {
        JsonNode file = Kserve.json("vectors/runtime-selection.json");
        Scorecard scorecard = new Scorecard("runtime-selection");
        int index = 0;
        for (JsonNode vector : file.get("vectors")) {
            if (!vector.get("multiModel").asBoolean()) {
                judge(vector, file.get("runtimeSets"), "selection-" + index++, scorecard);
            }
        }

        scorecard.write();
        assertThat(scorecard.failures()).isEmpty();
        assertThat(scorecard.size()).isPositive();
    }

    private static void judge(
            JsonNode vector, JsonNode sets, String namespace, Scorecard scorecard) {
        String id = vector.get("id").asText();
        List<ObjectNode> runtimes = new ArrayList<>();
        runtimes.addAll(
                runtimes(vector.get("namespaceRuntimes"), sets, "ServingRuntime", namespace));
        runtimes.addAll(
                runtimes(vector.get("clusterRuntimes"), sets, "ClusterServingRuntime", namespace));
        ObjectNode service = service(namespace, model(vector));
        try {
            for (ObjectNode runtime : runtimes) {
                Answer.delete(runtime);
            }
            List<String> refused = create(runtimes);
            Answer created = Answer.toCreation(service);
            if (!refused.isEmpty() || !created.accepted()) {
                scorecard.behindTheSchema(id, refused + " " + created);
                return;
            }
            compare(vector, id, namespace, runtimes, scorecard);
        } finally {
            Answer.delete(service);
            runtimes.forEach(Answer::delete);
        }
    }

    private static void compare(
            JsonNode vector,
            String id,
            String namespace,
            List<ObjectNode> runtimes,
            Scorecard scorecard) {
        JsonPath choice =
                RestAssured.get("/v1/models/%s/iris/runtimes".formatted(namespace)).jsonPath();
        List<String> known =
                runtimes.stream().map(each -> each.at("/metadata/name").asText()).toList();
        List<String> candidates = new ArrayList<>(choice.getList("candidates.name", String.class));
        candidates.retainAll(known);
        List<String> expected = new ArrayList<>();
        vector.get("expectOrderedCandidates").forEach(each -> expected.add(each.asText()));
        String chosen = vector.get("expectChosen").asText(null);
        if (candidates.equals(expected)
                && String.valueOf(choice.getString("chosen")).equals(String.valueOf(chosen))) {
            scorecard.passed(id);
        } else {
            scorecard.failed(
                    id,
                    "expected %s of %s, found %s".formatted(chosen, expected, choice.prettify()));
        }
    }

    /// In the order in which they were made; of two of one second, a name decides.
    private static List<String> create(List<ObjectNode> runtimes) {
        List<String> refused = new ArrayList<>();
        String before = "";
        for (ObjectNode runtime :
                runtimes.stream().sorted(Comparator.comparing(SelectionTest::made)).toList()) {
            if (!before.isEmpty() && !before.equals(made(runtime))) {
                awaitNextSecond();
            }
            before = made(runtime);
            ObjectNode fresh = runtime.deepCopy();
            fresh.withObjectProperty("metadata").remove("creationTimestamp");
            Answer answer = Answer.toCreation(fresh);
            if (!answer.accepted()) {
                refused.add(answer.message());
            }
        }
        return refused;
    }

    private static void awaitNextSecond() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        await().until(() -> Instant.now().truncatedTo(ChronoUnit.SECONDS).isAfter(now));
    }

    private static String made(ObjectNode runtime) {
        return runtime.at("/metadata/creationTimestamp").asText();
    }

    private static List<ObjectNode> runtimes(
            JsonNode given, JsonNode sets, String kind, String namespace) {
        JsonNode all = given.isTextual() ? sets.get(given.asText()) : given;
        List<ObjectNode> runtimes = new ArrayList<>();
        for (JsonNode each : all) {
            ObjectNode runtime = each.deepCopy();
            runtime.put("apiVersion", "serving.kserve.io/v1alpha1").put("kind", kind);
            ObjectNode metadata = runtime.withObjectProperty("metadata");
            if (kind.equals("ServingRuntime")) {
                metadata.put("namespace", namespace);
            } else {
                metadata.remove("namespace");
            }
            completeContainers(runtime.withObjectProperty("spec"));
            runtimes.add(runtime);
        }
        return runtimes;
    }

    /// The schema asks for containers, which do not matter here and which some cases lack.
    private static void completeContainers(ObjectNode spec) {
        if (!spec.has("containers")) {
            spec.putArray("containers")
                    .addObject()
                    .put("name", "kserve-container")
                    .put("image", "example/runtime:1");
        }
    }

    private static ObjectNode model(JsonNode vector) {
        ObjectNode predictor = KServeJson.mapper().createObjectNode();
        predictor.set("model", vector.get("model"));
        if (vector.get("multiNode").asBoolean()) {
            predictor.putObject("workerSpec");
            predictor.withObjectProperty("model").put("storageUri", "pvc://models/iris");
        }
        return predictor;
    }

    private static ObjectNode sklearn(String uri) {
        ObjectNode predictor = KServeJson.mapper().createObjectNode();
        predictor
                .putObject("model")
                .put("storageUri", uri)
                .putObject("modelFormat")
                .put("name", "sklearn");
        return predictor;
    }

    private static ObjectNode service(String namespace, ObjectNode predictor) {
        ObjectNode service = KServeJson.mapper().createObjectNode();
        service.put("apiVersion", "serving.kserve.io/v1beta1").put("kind", "InferenceService");
        service.putObject("metadata").put("name", "iris").put("namespace", namespace);
        service.putObject("spec").set("predictor", predictor);
        return service;
    }
}
