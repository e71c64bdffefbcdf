package io.gantry.kserve;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.KServeJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// KServe's manifests and vectors, for tests that are marked by [RequiresConformance].
public final class Conformance {
    private static final String DIRECTORY = System.getProperty("gantry.conformance.dir", "");

    private Conformance() {}

    /// All YAML files below a folder of the conformance directory, in a fixed order.
    public static List<Path> yamlFiles(String folder) {
        try (Stream<Path> files = Files.walk(directory().resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The vectors of a file, each an object with an `id` of its own.
    public static List<JsonNode> vectors(String file) {
        List<JsonNode> vectors = new ArrayList<>();
        json("kserve/vectors/" + file).get("vectors").forEach(vectors::add);
        return vectors;
    }

    /// A JSON file of the conformance directory.
    public static JsonNode json(String file) {
        try {
            return KServeJson.mapper().readTree(read(directory().resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text of a file.
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the files are here.
    public static boolean present() {
        return !DIRECTORY.isEmpty() && Files.isDirectory(Path.of(DIRECTORY));
    }

    /// The conformance directory.
    public static Path directory() {
        return Path.of(DIRECTORY);
    }
}
