package io.gantry.deployer.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Directories that only the user can look into.
final class PrivateDirectory {

    private PrivateDirectory() {}

    static void create(Path directory) throws IOException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /// Entries whose names end so, the oldest first; none when there is no such directory.
    static List<Path> list(Path directory, String ending) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> entry.getFileName().toString().endsWith(ending))
                    .sorted(
                            Comparator.comparingLong((Path entry) -> entry.toFile().lastModified())
                                    .thenComparing(Path::getFileName))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + directory, e);
        }
    }

    /// Removes the directory with all that is in it, then those above it that are empty, up to but
    /// without the root.
    static void delete(Path directory, Path root) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> below = Files.walk(directory)) {
                for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            }
        }
        Path above = directory.getParent();
        while (above != null && above.startsWith(root) && !above.equals(root) && isEmpty(above)) {
            Files.deleteIfExists(above);
            above = above.getParent();
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
