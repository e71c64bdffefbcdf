package io.gantry.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.runtime.server.arguments.CommandLine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    @Test
    void shouldUnderstandBothSpellingsAndBothForms() {
        // Given
        List<String> arguments =
                List.of("--model_name=m", "--model-dir", "/mnt/models", "--http_port=8081");
        // When
        CommandLine line = CommandLine.read(arguments, OnnxServer.ARGUMENTS);
        // Then
        assertThat(line)
                .isEqualTo(
                        new CommandLine.Settings(
                                Map.of(
                                        "gantry.onnx.model-name", "m",
                                        "gantry.onnx.model-dir", "/mnt/models",
                                        "quarkus.http.port", "8081")));
    }

    @Test
    void shouldLetTheLastOfTwoWin() {
        // Given
        List<String> arguments = List.of("--http-port=1", "--http-port=2");
        // When, Then
        assertThat(CommandLine.read(arguments, OnnxServer.ARGUMENTS))
                .isEqualTo(new CommandLine.Settings(Map.of("quarkus.http.port", "2")));
    }

    @Test
    void shouldListTheKnownOnesBesideAnUnknown() {
        // Given
        List<String> arguments = List.of("--model-name=m", "--workers=4");
        // When, Then
        assertThat(CommandLine.read(arguments, OnnxServer.ARGUMENTS))
                .isEqualTo(
                        new CommandLine.Refused(
                                "Unknown argument --workers=4. The known ones are --model-name, --model-dir,"
                                        + " --model-version, --http-port, --host, --threads, --queue-size,"
                                        + " --max-batch-size, --max-batch-tokens, --max-tokens, --tokenizer,"
                                        + " --pooling, --normalize."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--http-port=web|--http-port is \"web\": it takes a whole number.",
                "--threads=-1|--threads is \"-1\": it takes a whole number.",
                "--model-name=|--model-name is \"\": it takes a value.",
                "--model-dir|--model-dir has no value: write --model-dir=VALUE.",
                "--pooling=best|--pooling is \"best\": it takes one of mean, cls, max, last.",
                "--normalize=perhaps|--normalize is \"perhaps\": it takes one of true, false.",
            })
    void shouldSayWhatAnArgumentTakes(String argument, String explanation) {
        // When, Then
        assertThat(CommandLine.read(List.of(argument), OnnxServer.ARGUMENTS))
                .isEqualTo(new CommandLine.Refused(explanation));
    }
}
