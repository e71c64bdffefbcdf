package io.gantry.loader.cache;

import io.gantry.loader.outcome.LoadFailedException;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where an artifact is put together before it is published. Closing removes what is left of it,
/// unless it is kept for the next attempt.
public final class Staging implements AutoCloseable {

    private static final String FILES = "files";

    private final Path root;
    private final Path directory;
    private final boolean resumable;
    private final Map<Path, Long> staged;
    private boolean kept;

    private Staging(Path root, Path directory, boolean resumable, Map<Path, Long> staged) {
        this.root = root;
        this.directory = directory;
        this.resumable = resumable;
        this.staged = staged;
    }

    /// @param staged how much earlier attempts have left in each directory, which it keeps up to
    ///   date
    /// @param mark what the files of an earlier attempt have to be marked with to be gone on with;
    ///   null when none is
    static Staging begin(Path root, Path directory, Map<Path, Long> staged, @Nullable String mark)
            throws IOException {
        Path file = Boot.markOf(directory);
        boolean same = mark != null && Files.exists(file) && Files.readString(file).equals(mark);
        Staging staging = new Staging(root, directory, mark != null, staged);
        if (!same) {
            Disk.deleteTree(directory);
            Files.createDirectories(staging.files());
            if (mark != null) {
                Files.writeString(file, mark);
            }
        }
        Disk.deleteTree(staging.tree());
        Disk.deleteTree(staging.unpacked());
        staging.removeLinks();
        staged.put(directory, bytesOf(directory));
        return staging;
    }

    /// Files in here are published under the same relative paths.
    public Path files() {
        return directory.resolve(FILES);
    }

    /// Where to unpack archives to; empty at first.
    public Path unpacked() {
        return directory.resolve("unpacked");
    }

    /// How much an earlier attempt has left; it counts as [ArtifactCache#staged()].
    public long bytes() {
        return staged.getOrDefault(directory, 0L);
    }

    /// How much is in a staging's directory that is nowhere else in the cache.
    static long bytesOf(Path directory) throws IOException {
        long bytes = 0;
        for (Path file : filesOf(directory)) {
            bytes += isLink(file) ? 0 : Files.size(file);
        }
        return bytes;
    }

    /// Second names of what the cache holds, which may not be written to; they are given anew.
    private void removeLinks() throws IOException {
        for (Path file : filesOf(directory)) {
            if (isLink(file)) {
                Files.delete(file);
            }
        }
    }

    private static List<Path> filesOf(Path directory) throws IOException {
        Path files = directory.resolve(FILES);
        if (!Files.isDirectory(files)) {
            return List.of();
        }
        try (Stream<Path> below = Files.walk(files)) {
            return below.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean isLink(Path file) throws IOException {
        try {
            return Files.getAttribute(file, "unix:nlink") instanceof Integer names && names > 1;
        } catch (UnsupportedOperationException e) {
            // Nor are there links then.
            return false;
        }
    }

    /// Leaves the files to the next attempt, if they can be told from those of another version.
    public void keep() {
        kept = resumable;
        if (kept) {
            try {
                staged.put(directory, bytesOf(directory));
            } catch (IOException e) {
                Log.debugf("What is kept cannot be measured reason=%s", e.getMessage());
            }
        }
    }

    /// Its bytes are the artifact's from now on.
    void published() {
        staged.remove(directory);
    }

    Path tree() {
        return directory.resolve("tree");
    }

    /// Tells what a failure to write here means.
    public LoadFailedException failed(IOException e) {
        return CacheFailures.of(root, e);
    }

    @Override
    public void close() throws LoadFailedException {
        if (kept) {
            return;
        }
        try {
            Disk.deleteTree(directory);
            staged.remove(directory);
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
