package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// KServe's manifests and vectors, for tests that are marked by [RequiresConformance].
public final class Conformance {
    private static final String DIRECTORY = System.getProperty("gantry.conformance.dir", "");

    private Conformance() {}

    static boolean present() {
        return !DIRECTORY.isEmpty() && Files.isDirectory(Path.of(DIRECTORY));
    }

    public static Path directory() {
        return Path.of(DIRECTORY);
    }

    public static JsonNode json(String file) {
        try {
            return KServeJson.mapper().readTree(text(directory().resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Path> yamlFiles(String folder) {
        try (Stream<Path> files = Files.walk(directory().resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The runtimes that KServe ships.
    static List<ServingRuntime> shippedRuntimes() {
        return yamlFiles("kserve/manifests/config/runtimes").stream()
                .flatMap(file -> Manifests.read(text(file)).stream())
                .filter(Manifest.OfServingRuntime.class::isInstance)
                .map(manifest -> ((Manifest.OfServingRuntime) manifest).resource())
                .toList();
    }

    /// The InferenceServices that KServe accepts as they are, by file and number of the document.
    ///
    /// @param namespace that they are put into
    static Map<String, InferenceService> usableServices(String namespace) {
        Map<String, InferenceService> services = new LinkedHashMap<>();
        for (JsonNode entry : json("kserve/manifests/CORPUS.json")) {
            if (isUsable(entry)) {
                services.put(
                        "%s#%d".formatted(entry.get("file").asText(), entry.get("doc").asInt()),
                        service(entry, namespace));
            }
        }
        return services;
    }

    private static boolean isUsable(JsonNode entry) {
        return entry.path("kind").asText().equals(InferenceService.KIND)
                && entry.path("apiVersion").asText().equals(InferenceService.API_VERSION)
                && entry.path("usableUnmodified").asBoolean()
                && !entry.path("verb").asText().equals("patch");
    }

    private static InferenceService service(JsonNode entry, String namespace) {
        Path file = directory().resolve("kserve/" + entry.get("file").asText());
        ObjectNode tree = Manifests.trees(text(file)).get(entry.get("doc").asInt()).deepCopy();
        tree.withObject("/metadata").put("namespace", namespace);
        return KServeJson.read(tree, InferenceService.class);
    }
}
