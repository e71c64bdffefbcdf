package io.gantry.runtime.onnx.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.runtime.onnx.model.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ends the process at once, and the one line that people get to see.
class UnusableModelIT {

    @TempDir Path directory;

    @Test
    void shouldEndOnAFileThatIsNoModel() throws Exception {
        // Given
        Files.writeString(directory.resolve("model.onnx"), "<!DOCTYPE html><html>Sign in</html>");
        // When, Then
        shouldEnd(
                "%s is not an ONNX model but HTML or XML, beginning \"<!DOCTYPE html><html>Sign in</html>\": the address it came from answered with something else.",
                directory.resolve("model.onnx"));
    }

    @Test
    void shouldEndOnATruncatedModel() throws Exception {
        // Given
        byte[] whole = Files.readAllBytes(Launched.SAMPLE.resolve("model.onnx"));
        Files.write(directory.resolve("model.onnx"), Arrays.copyOf(whole, 1_000_000));
        // When, Then
        shouldEnd(
                "%s (1000000 bytes) is not a whole ONNX model: it is truncated or of another format, fetch it again (ONNX Runtime: Load model from %<s failed:Protobuf parsing failed).",
                directory.resolve("model.onnx"));
    }

    @Test
    void shouldEndWithoutATokenizerForText() throws Exception {
        // Given
        Files.copy(Launched.SAMPLE.resolve("model.onnx"), directory.resolve("model.onnx"));
        // When, Then
        shouldEnd(
                "%s/model.onnx takes tokens of text, but there is no tokenizer.json in %<s: add the model's own, or serve it on token ids with --tokenizer=none.",
                directory);
    }

    @Test
    void shouldEndOnATokenizerThatIsNone() throws Exception {
        // Given
        Files.copy(Launched.SAMPLE.resolve("model.onnx"), directory.resolve("model.onnx"));
        Files.writeString(directory.resolve("tokenizer.json"), "{\"version\":\"1.0\"}");
        // When
        try (Launched server = Launched.serving(directory, directory)) {
            // Then
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.err().lines()).hasSize(1);
            assertThat(server.err())
                    .startsWith(
                            "gantry-onnx: %s/tokenizer.json is not a tokenizer ("
                                    .formatted(directory))
                    .endsWith("): give the tokenizer.json that belongs to the model.\n");
        }
    }

    @Test
    void shouldEndWithoutAModel() throws Exception {
        // Given
        Path empty = Files.createDirectory(directory.resolve("empty"));
        // When
        try (Launched server = Launched.serving(directory, empty)) {
            // Then
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.err())
                    .isEqualTo(
                            "gantry-onnx: No ONNX model in %s, which holds no files: put one *.onnx file there.%n",
                            empty);
        }
    }

    @Test
    void shouldServeTokenIdsWithoutATokenizerWhenToldSo() throws Exception {
        // Given
        Files.copy(Launched.SAMPLE.resolve("model.onnx"), directory.resolve("model.onnx"));
        // When
        try (Launched server = Launched.serving(directory, directory, "--tokenizer=none").ready()) {
            // Then
            assertThat(server.get("/v2/models/m").body()).contains("\"input_ids\"");
        }
    }

    @Test
    void shouldListItsArgumentsBesideAnUnknownOne() throws Exception {
        // Given
        Path model = OnnxFile.add().writeTo(directory.resolve("add"));
        // When
        try (Launched server = Launched.serving(directory, model, "--workers=4")) {
            // Then
            assertThat(server.exitCode()).isEqualTo(2);
            assertThat(server.err().lines()).hasSize(1);
            assertThat(server.err())
                    .startsWith(
                            "gantry-onnx: Unknown argument --workers=4. The known ones are --model-name, ");
        }
    }

    private void shouldEnd(String message, Path named) throws IOException, InterruptedException {
        try (Launched server = Launched.serving(directory, directory)) {
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.err()).isEqualTo("gantry-onnx: " + message.formatted(named) + "\n");
        }
    }
}
