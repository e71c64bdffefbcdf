package io.gantry.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The manifests of the product's own examples, which are not part of this repository.
public final class Seeds {

    private static final Path DIRECTORY =
            Path.of(System.getProperty("gantry.conformance.dir", ""), "seed");

    private Seeds() {}

    public static boolean present() {
        return Files.isDirectory(DIRECTORY);
    }

    public static List<Path> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String read(String file) {
        return read(DIRECTORY.resolve(file));
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
