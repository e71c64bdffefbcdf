package io.gantry.loader.command;

import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Puts an artifact's files where they were asked for; what was there under the same names is
/// replaced.
final class Placement {

    private Placement() {}

    /// Gives the files of a tree second names; copies what cannot have one, by the kernel's own
    /// means, which move no bytes where the file system can share them.
    static void link(Path tree, List<VerifiedFile> files, Path destination) throws IOException {
        for (VerifiedFile file : files) {
            Path from = tree.resolve(file.path());
            Path to = destination.resolve(file.path());
            Files.createDirectories(Objects.requireNonNull(to.getParent()));
            Files.deleteIfExists(to);
            try {
                Files.createLink(to, from);
            } catch (IOException | UnsupportedOperationException e) {
                Files.copy(from, to);
            }
        }
    }

    /// Moves a tree's entries into a directory of the same file system.
    static void move(Path tree, Path destination) throws IOException {
        for (Path entry : entries(tree)) {
            Path to = destination.resolve(entry.getFileName());
            delete(to);
            Files.move(entry, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Removes the directory that a download was put together in, unless the next attempt can go on
    /// with what is there.
    static void removeIfDone(Path work) {
        try {
            if (entries(work.resolve("tmp")).isEmpty()) {
                delete(work);
            }
        } catch (IOException | UncheckedIOException e) {
            // It stays, which harms nobody.
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> below = Files.walk(path)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
