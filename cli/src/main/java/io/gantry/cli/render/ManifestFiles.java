package io.gantry.cli.render;

import io.gantry.cli.CliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The files that an argument stands for.
final class ManifestFiles {
    private static final String STANDARD_INPUT = "-";

    private ManifestFiles() {}

    /// @param name how a person would call it
    record Text(String name, String text) {}

    /// A file, the manifests right in a directory in the order of their names, or standard input.
    static List<Text> read(String argument) {
        try {
            if (argument.equals(STANDARD_INPUT)) {
                byte[] input = System.in.readAllBytes();
                return List.of(
                        new Text("standard input", new String(input, StandardCharsets.UTF_8)));
            }
            Path path = Path.of(argument);
            return Files.isDirectory(path) ? directory(path) : List.of(text(path));
        } catch (NoSuchFileException e) {
            throw CliException.badInput(
                    "Cannot read %s: there is no such file".formatted(argument));
        } catch (IOException e) {
            throw CliException.badInput("Cannot read %s: %s".formatted(argument, e.getMessage()));
        }
    }

    private static List<Text> directory(Path directory) throws IOException {
        List<Path> manifests;
        try (Stream<Path> entries = Files.list(directory)) {
            manifests = entries.filter(ManifestFiles::isManifest).sorted().toList();
        }
        if (manifests.isEmpty()) {
            throw CliException.badInput(
                    "The directory %s has no *.yaml, *.yml or *.json".formatted(directory));
        }
        List<Text> texts = new ArrayList<>();
        for (Path manifest : manifests) {
            texts.add(text(manifest));
        }
        return texts;
    }

    private static boolean isManifest(Path path) {
        return path.getFileName().toString().matches(".*\\.(yaml|yml|json)")
                && Files.isRegularFile(path);
    }

    private static Text text(Path path) throws IOException {
        return new Text(path.toString(), Files.readString(path));
    }
}
