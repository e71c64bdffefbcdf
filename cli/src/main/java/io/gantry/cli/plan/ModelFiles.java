package io.gantry.cli.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the files of a model, as Hugging Face lays them out, tell of its size.
///
/// @param config null when there is no config.json
/// @param weightBytes of all *.safetensors; 0 when there are none
record ModelFiles(@Nullable JsonNode config, long weightBytes) {

    private static final String CONFIG = "config.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param path a model's directory, or a config.json
    static ModelFiles read(Path path) {
        if (!Files.exists(path)) {
            throw CliException.badInput("There is no %s".formatted(path));
        }
        if (!Files.isDirectory(path)) {
            return new ModelFiles(config(path), 0);
        }
        Optional<Path> config = Optional.of(path.resolve(CONFIG)).filter(Files::exists);
        long bytes = weights(path);
        if (config.isEmpty() && bytes == 0) {
            throw CliException.badInput(
                    "%s has neither a config.json nor *.safetensors; name a model's directory, or give --model-size"
                            .formatted(path));
        }
        return new ModelFiles(config.map(ModelFiles::config).orElse(null), bytes);
    }

    private static JsonNode config(Path file) {
        try {
            JsonNode config = JSON.readTree(Files.readAllBytes(file));
            if (!config.isObject()) {
                throw CliException.badInput("%s holds no JSON object".formatted(file));
            }
            return config;
        } catch (JsonProcessingException e) {
            throw CliException.badInput(
                    "%s is no JSON: %s".formatted(file, e.getOriginalMessage()));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static long weights(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".safetensors"))
                    .mapToLong(ModelFiles::size)
                    .sum();
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CliException unreadable(Path path, IOException e) {
        return CliException.badInput("Cannot read %s: %s".formatted(path, e));
    }
}
