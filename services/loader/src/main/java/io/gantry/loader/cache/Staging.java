package io.gantry.loader.cache;

import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.nio.file.Path;

/// Where an artifact is put together before it is published. Closing removes what is left of it.
public final class Staging implements AutoCloseable {

    private final Path root;
    private final Path directory;

    Staging(Path root, Path directory) {
        this.root = root;
        this.directory = directory;
    }

    /// Files in here are published under the same relative paths.
    public Path files() {
        return directory.resolve("files");
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
        try {
            Disk.deleteTree(directory);
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
