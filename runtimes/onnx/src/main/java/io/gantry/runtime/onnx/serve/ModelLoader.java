package io.gantry.runtime.onnx.serve;

import io.gantry.runtime.onnx.OnnxConfig;
import io.gantry.runtime.onnx.model.ModelFiles;
import io.gantry.runtime.onnx.model.OnnxModel;
import io.gantry.runtime.onnx.model.UnusableModelException;
import io.gantry.runtime.onnx.natives.NativeLibraries;
import io.gantry.runtime.onnx.text.TextModel;
import io.gantry.runtime.onnx.text.TextOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Loads the configured model.
final class ModelLoader {

    private static final String NO_TOKENIZER = "none";

    private final OnnxConfig config;
    private final Clock clock;

    ModelLoader(OnnxConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    ServedModel load() throws UnusableModelException {
        Instant start = clock.instant();
        NativeLibraries.prepare(config.nativeDir());
        ModelFiles files = ModelFiles.in(config.modelDir());
        OnnxModel onnx = OnnxModel.load(files.onnx(), 1);
        Optional<TextModel> text = text(onnx, files);
        Instant end = clock.instant();
        return new ServedModel(
                config.modelName(),
                config.modelVersion(),
                onnx,
                text,
                end,
                Duration.between(start, end));
    }

    private Optional<TextModel> text(OnnxModel onnx, ModelFiles files)
            throws UnusableModelException {
        Optional<Path> tokenizer = tokenizer(files);
        if (!TextModel.takesTokens(onnx)
                || config.text().tokenizer().equals(Optional.of(NO_TOKENIZER))) {
            return Optional.empty();
        }
        Path file =
                tokenizer.orElseThrow(() ->
                        new UnusableModelException(
                                "%s takes tokens of text, but there is no tokenizer.json in %s: add the model's own, or serve it on token ids with --tokenizer=none."
                                        .formatted(files.onnx(), files.directory())));
        return Optional.of(TextModel.load(onnx, files, file, options()));
    }

    private Optional<Path> tokenizer(ModelFiles files) throws UnusableModelException {
        Optional<String> configured = config.text().tokenizer();
        if (configured.isEmpty() || configured.get().equals(NO_TOKENIZER)) {
            return files.tokenizer();
        }
        Path file = files.directory().resolve(configured.get());
        if (!Files.isRegularFile(file)) {
            throw new UnusableModelException(
                    "The tokenizer %s does not exist: correct --tokenizer.".formatted(file));
        }
        return Optional.of(file);
    }

    private TextOptions options() {
        OnnxConfig.Text text = config.text();
        return new TextOptions(
                text.maxTokens(),
                text.pooling(),
                text.normalize(),
                new TextOptions.BatchLimits(text.maxBatchSize(), text.maxBatchTokens()));
    }
}
