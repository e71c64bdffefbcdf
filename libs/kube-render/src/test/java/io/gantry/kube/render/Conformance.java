package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
