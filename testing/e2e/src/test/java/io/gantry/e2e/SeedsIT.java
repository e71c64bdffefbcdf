package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/// The manifests that users come with, through `gantry apply`.
@ExtendWith(SuiteExtension.class)
@EnabledIf(
        value = "present",
        disabledReason = "The examples are not here; set -Dgantry.conformance.dir")
class SeedsIT {

    private static final Path DIRECTORY =
            Path.of(System.getProperty("gantry.conformance.dir", ""), "seed");
    private static final ObjectMapper JSON = new ObjectMapper();

    static boolean present() {
        return Files.isDirectory(DIRECTORY);
    }

    @Test
    void shouldStoreWhatIsForGantryAndTellTheRestApart(RunningSuite suite) throws Exception {
        // When
        List<String> words = new ArrayList<>(List.of("apply"));
        files().forEach(file -> words.addAll(List.of("-f", file.toString())));
        Cli.Outcome outcome = suite.cli().run(words.toArray(String[]::new));

        // Then
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines().filter(line -> line.endsWith(" created")))
                .containsExactlyInAnyOrder(
                        "InferenceService/ab-test-llm created",
                        "ClusterServingRuntime/kserve-vllmserver created",
                        "InferenceService/llama-2-7b created",
                        "InferenceService/production-llm created",
                        "InferenceService/single-llm created");
        assertThat(outcome.out().lines().filter(line -> !line.endsWith(" created")))
                .satisfiesExactlyInAnyOrder(
                        told("ConfigMap/config-autoscaler unsupported: ", "monitor"),
                        told("Namespace/llm-production unsupported: ", "exists once"),
                        told("Secret/s3-secret unsupported: ", "kubectl"),
                        told("Role/inferenceservice-admin unsupported: ", "kubectl"),
                        told(
                                "RoleBinding/inferenceservice-admin-binding unsupported: ",
                                "kubectl"));
        for (JsonNode written : documents()) {
            assertKept(suite, written);
        }
    }

    private static java.util.function.Consumer<String> told(String start, String remedy) {
        return line -> assertThat(line).startsWith(start).contains(remedy);
    }

    /// What was written is there; metadata and status may have more. Removes it.
    private static void assertKept(RunningSuite suite, JsonNode written) {
        String path = path(written);
        if (path.isEmpty()) {
            return;
        }
        JsonNode stored = suite.registry("GET", path, "").body();
        suite.registry("DELETE", path, "");
        ObjectNode metadata = stored.path("metadata").deepCopy();
        metadata.retain(written.path("metadata").propertyStream().map(Map.Entry::getKey).toList());
        assertThat(stored.path("spec")).as(path).isEqualTo(written.path("spec"));
        assertThat(metadata).as(path).isEqualTo(written.path("metadata"));
    }

    private static String path(JsonNode document) {
        String name = document.at("/metadata/name").asText();
        return switch (document.path("kind").asText()) {
            case "InferenceService" ->
                    "/apis/serving.kserve.io/v1beta1/namespaces/%s/inferenceservices/%s"
                            .formatted(document.at("/metadata/namespace").asText("default"), name);
            case "ClusterServingRuntime" ->
                    "/apis/serving.kserve.io/v1alpha1/clusterservingruntimes/" + name;
            default -> "";
        };
    }

    private static List<JsonNode> documents() throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        YAMLMapper yaml = new YAMLMapper();
        for (Path file : files()) {
            try (var all = yaml.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
                // By way of text, so that numbers are of the same kind as in an answer.
                while (all.hasNext()) {
                    documents.add(JSON.readTree(all.next().toString()));
                }
            }
        }
        return documents;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }
}
