package io.gantry.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A directory that is either the caller's, and kept, or temporary, and removed on close.
record WorkDirectory(Path path, boolean temporary) implements AutoCloseable {

    static WorkDirectory of(@Nullable Path directory, String service) {
        try {
            if (directory == null) {
                return new WorkDirectory(
                        Files.createTempDirectory("gantry-" + service + "-"), true);
            }
            return new WorkDirectory(Files.createDirectories(directory).toAbsolutePath(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s cannot create its directory %s"
                            .formatted(service, directory == null ? "" : directory),
                    e);
        }
    }

    @Override
    public void close() {
        if (temporary) {
            delete(path);
        }
    }

    /// A file or a directory with all that is in it.
    static void deleteIfExists(Path path) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            delete(path);
        }
    }

    /// Files that vanish meanwhile are no error: a stopping server removes its own.
    static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new Deleting());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
                throws IOException {
            if (e != null && !(e instanceof NoSuchFileException)) {
                throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
