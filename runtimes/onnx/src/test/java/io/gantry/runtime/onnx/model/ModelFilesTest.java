package io.gantry.runtime.onnx.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {

    @TempDir Path directory;

    @Test
    void shouldFindTheOnlyModelAndItsTokenizerUnderAnyName() throws Exception {
        // Given
        touch("minilm.onnx", "minilm-tokenizer.json", "README.md");
        // When
        ModelFiles files = ModelFiles.in(directory);
        // Then
        assertThat(files.onnx()).isEqualTo(directory.resolve("minilm.onnx"));
        assertThat(files.tokenizer()).contains(directory.resolve("minilm-tokenizer.json"));
    }

    @Test
    void shouldPreferTheUsualNames() throws Exception {
        // Given
        touch("a.onnx", "model.onnx", "a-tokenizer.json", "tokenizer.json");
        // When
        ModelFiles files = ModelFiles.in(directory);
        // Then
        assertThat(files.onnx()).isEqualTo(directory.resolve("model.onnx"));
        assertThat(files.tokenizer()).contains(directory.resolve("tokenizer.json"));
    }

    @Test
    void shouldLookWhereHuggingFaceKeepsExports() throws Exception {
        // Given
        Files.createDirectory(directory.resolve("onnx"));
        touch("tokenizer.json", "onnx/model.onnx", "onnx/model_quantized.onnx");
        // When
        ModelFiles files = ModelFiles.in(directory);
        // Then
        assertThat(files.onnx()).isEqualTo(directory.resolve("onnx/model.onnx"));
        assertThat(files.tokenizer()).contains(directory.resolve("tokenizer.json"));
    }

    @Test
    void shouldNameTheFilesThatAreThereWhenNoneIsAModel() throws IOException {
        // Given
        touch("model.safetensors", "config.json");
        // When, Then
        assertThatThrownBy(() -> ModelFiles.in(directory))
                .isInstanceOf(UnusableModelException.class)
                .hasMessage(
                        "No ONNX model in %s, which holds config.json, model.safetensors: put one *.onnx file there.",
                        directory);
    }

    @Test
    void shouldNameTheModelsBetweenWhichItCannotChoose() throws IOException {
        // Given
        touch("a.onnx", "b.onnx");
        // When, Then
        assertThatThrownBy(() -> ModelFiles.in(directory))
                .isInstanceOf(UnusableModelException.class)
                .hasMessage(
                        "Which of a.onnx, b.onnx in %s is meant is unclear: keep one, or name it model.onnx.",
                        directory);
    }

    @Test
    void shouldNameTheDirectoryThatDoesNotExist() {
        // Given
        Path missing = directory.resolve("missing");
        // When, Then
        assertThatThrownBy(() -> ModelFiles.in(missing))
                .isInstanceOf(UnusableModelException.class)
                .hasMessage(
                        "The model directory %s does not exist: give the directory of the model with --model-dir.",
                        missing);
    }

    private void touch(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(directory.resolve(name));
        }
    }
}
