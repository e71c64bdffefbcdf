package io.gantry.bench.loader;

import io.gantry.cli.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A temporary directory that is removed when the measurement ends, however it ends.
record Scratch(Path root, Thread removal) implements AutoCloseable {

    private static final long MARGIN = 2L << 30;

    /// @throws CliException when its disk has no room for the payloads
    static Scratch create(List<Payload> payloads) throws IOException {
        Path root = Files.createTempDirectory("gantry-bench-");
        Thread removal = new Thread(() -> delete(root));
        Runtime.getRuntime().addShutdownHook(removal);
        // All of them in the S3, the largest once more in parts that are being put together, and
        // once more as it is downloaded.
        long largest = payloads.stream().mapToLong(Payload::bytes).max().orElse(0);
        long needed = payloads.stream().mapToLong(Payload::bytes).sum() + 2 * largest + MARGIN;
        long free = Files.getFileStore(root).getUsableSpace();
        if (free < needed) {
            throw CliException.failed(
                    "%s has %d MiB free, and %d MiB are needed; free some, or set JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR"
                            .formatted(root.getParent(), free >> 20, needed >> 20));
        }
        return new Scratch(root, removal);
    }

    /// A directory in it, made anew.
    Path directory(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> below = Files.walk(tree)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        delete(root);
        Runtime.getRuntime().removeShutdownHook(removal);
    }
}
