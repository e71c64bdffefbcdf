package io.gantry.runtime.onnx.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files of a model directory that matter.
public record ModelFiles(Path directory, Path onnx, Optional<Path> tokenizer) {

    private static final String MODEL = "model.onnx";
    private static final String TOKENIZER = "tokenizer.json";

    /// Finds the one model of a directory, and its tokenizer if there is one.
    public static ModelFiles in(Path directory) throws UnusableModelException {
        if (!Files.isDirectory(directory)) {
            throw new UnusableModelException(
                    "The model directory %s %s: give the directory of the model with --model-dir."
                            .formatted(
                                    directory,
                                    Files.exists(directory) ? "is a file" : "does not exist"));
        }
        List<Path> files = list(directory);
        return new ModelFiles(
                directory,
                model(directory, files),
                choose(
                        directory,
                        files,
                        name -> name.equals(TOKENIZER) || name.endsWith("-" + TOKENIZER),
                        TOKENIZER));
    }

    private static Path model(Path directory, List<Path> files) throws UnusableModelException {
        Optional<Path> model = choose(directory, files, name -> name.endsWith(".onnx"), MODEL);
        if (model.isPresent()) {
            return model.get();
        }
        // Hugging Face repositories keep their exported models in this folder.
        Path exported = directory.resolve("onnx");
        if (Files.isDirectory(exported)) {
            model = choose(exported, list(exported), name -> name.endsWith(".onnx"), MODEL);
        }
        return model.orElseThrow(() ->
                new UnusableModelException(
                        "No ONNX model in %s, which holds %s: put one *.onnx file there."
                                .formatted(directory, names(files))));
    }

    private static Optional<Path> choose(
            Path directory, List<Path> files, Predicate<String> wanted, String preferred)
            throws UnusableModelException {
        List<Path> found =
                files.stream().filter(file -> wanted.test(file.getFileName().toString())).toList();
        if (found.size() <= 1) {
            return found.stream().findFirst();
        }
        return Optional.of(
                found.stream()
                        .filter(file -> file.endsWith(preferred))
                        .findFirst()
                        .orElseThrow(() ->
                                new UnusableModelException(
                                        "Which of %s in %s is meant is unclear: keep one, or name it %s."
                                                .formatted(names(found), directory, preferred))));
    }

    private static List<Path> list(Path directory) throws UnusableModelException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException unreadable) {
            throw new UnusableModelException(
                    "The model directory %s cannot be read (%s): check its permissions."
                            .formatted(directory, unreadable),
                    unreadable);
        }
    }

    private static String names(List<Path> files) {
        return files.isEmpty()
                ? "no files"
                : files.stream()
                        .limit(10)
                        .map(file -> file.getFileName().toString())
                        .collect(Collectors.joining(", "))
                        .concat(files.size() > 10 ? " and " + (files.size() - 10) + " more" : "");
    }
}
