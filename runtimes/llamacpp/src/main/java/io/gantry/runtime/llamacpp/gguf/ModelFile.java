package io.gantry.runtime.llamacpp.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the model in a directory.
public final class ModelFile {

    /// As `llama-gguf-split` names parts; llama.cpp is given the first.
    private static final Pattern PART = Pattern.compile("(.*)-(\\d{5})-of-\\d{5}\\.gguf");

    private ModelFile() {}

    /// @param name of the file, relative to the directory; empty for the only one
    public static Path in(Path directory, Optional<String> name) throws UnusableModelException {
        if (!Files.isDirectory(directory)) {
            throw new UnusableModelException(
                    "The model directory %s %s: give the directory of the model with --model-dir."
                            .formatted(
                                    directory,
                                    Files.exists(directory) ? "is a file" : "does not exist"));
        }
        if (name.isPresent()) {
            return named(directory, name.get());
        }
        List<Path> files = list(directory).stream().filter(ModelFile::isBeginning).toList();
        return switch (files.size()) {
            case 1 -> files.getFirst();
            case 0 ->
                    throw new UnusableModelException(
                            "No model in %s: put one *.gguf file there.".formatted(directory));
            default ->
                    throw new UnusableModelException(
                            "Which of %s in %s is meant is unclear: keep one, or say which with --model-file."
                                    .formatted(
                                            files.stream().map(directory::relativize).toList(),
                                            directory));
        };
    }

    private static Path named(Path directory, String name) throws UnusableModelException {
        Path file = directory.resolve(name).normalize();
        if (!file.startsWith(directory.normalize()) || !Files.isRegularFile(file)) {
            throw new UnusableModelException(
                    "There is no file %s in %s: correct --model-file.".formatted(name, directory));
        }
        return file;
    }

    private static List<Path> list(Path directory) throws UnusableModelException {
        try (Stream<Path> files = Files.walk(directory, 3)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException unreadable) {
            throw new UnusableModelException(
                    "The model directory %s cannot be read: %s.".formatted(directory, unreadable),
                    unreadable);
        }
    }

    private static boolean isBeginning(Path file) {
        String name = file.getFileName().toString();
        Matcher part = PART.matcher(name);
        return part.matches() ? part.group(2).equals("00001") : name.endsWith(".gguf");
    }
}
