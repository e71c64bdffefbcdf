package io.gantry.loader.cache;

import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where an artifact is put together before it is published. Closing removes what is left of it,
/// unless it is kept for the next attempt.
public final class Staging implements AutoCloseable {

    private final Path root;
    private final Path directory;
    private final boolean resumable;
    private boolean kept;

    private Staging(Path root, Path directory, boolean resumable) {
        this.root = root;
        this.directory = directory;
        this.resumable = resumable;
    }

    /// @param mark what the files of an earlier attempt have to be marked with to be gone on with;
    ///   null when none is
    static Staging begin(Path root, Path directory, @Nullable String mark) throws IOException {
        Path file = Boot.markOf(directory);
        boolean same = mark != null && Files.exists(file) && Files.readString(file).equals(mark);
        Staging staging = new Staging(root, directory, mark != null);
        if (!same) {
            Disk.deleteTree(directory);
            Files.createDirectories(staging.files());
            if (mark != null) {
                Files.writeString(file, mark);
            }
        }
        Disk.deleteTree(staging.tree());
        Disk.deleteTree(staging.unpacked());
        return staging;
    }

    /// Files in here are published under the same relative paths.
    public Path files() {
        return directory.resolve("files");
    }

    /// Where to unpack archives to; empty at first.
    public Path unpacked() {
        return directory.resolve("unpacked");
    }

    /// How much an earlier attempt has left.
    public long bytes() throws LoadFailedException {
        try (Stream<Path> files = Files.walk(files())) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Leaves the files to the next attempt, if they can be told from those of another version.
    public void keep() {
        kept = resumable;
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
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
