package io.gantry.monitor.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads a ConfigMap from where Kubernetes mounts it: a directory with a file for each key.
final class MountedConfigMap {

    private MountedConfigMap() {}

    /// What begins with a dot is Kubernetes' own; `_example` is Knative's commented example.
    ///
    /// @throws IllegalArgumentException when it cannot be read
    static Map<String, String> read(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().matches("[._].*"))
                    .collect(
                            Collectors.toMap(
                                    file -> file.getFileName().toString(), MountedConfigMap::text));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the directory cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s cannot be read: %s".formatted(file.getFileName(), e.getMessage()), e);
        }
    }
}
