package io.gantry.infra.runtimes;

import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The serving runtimes that Gantry brings, and those that KServe does.
final class RuntimeFiles {

    /// What `gantry up` and a cluster have in common.
    private static final Path COMMON = Path.of("../runtimes/manifests");

    private static final Path DIRECTORY = Path.of("kubernetes/runtimes");
    private static final Path CONFORMANCE =
            Path.of(System.getProperty("gantry.conformance.dir", ""), "kserve");

    private RuntimeFiles() {}

    /// Of the installation: KServe's by name, and Gantry's.
    static List<Path> shipped() {
        return Stream.concat(yaml(DIRECTORY).stream(), yaml(COMMON).stream()).toList();
    }

    static List<Path> variants() {
        return yaml(DIRECTORY.resolve("variants"));
    }

    /// Whether KServe's own files are here.
    static boolean conformance() {
        return Files.isDirectory(CONFORMANCE.resolve("manifests"));
    }

    static Path corpus(String file) {
        return CONFORMANCE.resolve(file);
    }

    /// What KServe ships.
    static List<Path> ofKServe() {
        return yaml(CONFORMANCE.resolve("manifests/config/runtimes"));
    }

    static ServingRuntime runtime(Path file) {
        return Manifests.read(text(file)).stream()
                .filter(Manifest.OfServingRuntime.class::isInstance)
                .map(manifest -> ((Manifest.OfServingRuntime) manifest).resource())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no serving runtime is in " + file));
    }

    static List<ServingRuntime> runtimes(List<Path> files) {
        return files.stream().map(RuntimeFiles::runtime).toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> yaml(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
