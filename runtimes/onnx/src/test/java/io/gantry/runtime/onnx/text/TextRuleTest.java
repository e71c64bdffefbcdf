package io.gantry.runtime.onnx.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.runtime.onnx.model.ModelFiles;
import io.gantry.runtime.onnx.model.UnusableModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextRuleTest {

    private static final TextOptions NOTHING_SET =
            new TextOptions(
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new TextOptions.BatchLimits(32, 8192));

    @TempDir Path directory;

    @BeforeEach
    void model() throws IOException {
        write("model.onnx", "");
        write("tokenizer.json", "{\"model\":{}}");
    }

    @Test
    void shouldAverageAndNormalizeWhenNoFileSaysOtherwise() throws Exception {
        // When, Then
        assertThat(read(NOTHING_SET)).isEqualTo(new TextRule(512, Pooling.MEAN, true, 0, false));
    }

    @Test
    void shouldFollowSentenceTransformersFiles() throws Exception {
        // Given
        write("sentence_bert_config.json", "{\"max_seq_length\": 256}");
        write(
                "1_Pooling/config.json",
                "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": false}");
        write("modules.json", "[{\"type\":\"sentence_transformers.models.Pooling\"}]");
        write(
                "config.json",
                "{\"pad_token_id\": 1, \"max_position_embeddings\": 514, \"is_matryoshka\": true}");
        // When, Then
        assertThat(read(NOTHING_SET)).isEqualTo(new TextRule(256, Pooling.CLS, false, 1, true));
    }

    @Test
    void shouldNormalizeWhenAModuleDoes() throws Exception {
        // Given
        write("modules.json", "[{\"type\":\"sentence_transformers.models.Normalize\"}]");
        // When, Then
        assertThat(read(NOTHING_SET).normalize()).isTrue();
    }

    @Test
    void shouldTakeLimitAndPaddingFromTheTokenizer() throws Exception {
        // Given
        write(
                "tokenizer.json",
                "{\"truncation\":{\"max_length\":128},\"padding\":{\"pad_id\":3},\"model\":{}}");
        // When
        TextRule rule = read(NOTHING_SET);
        // Then
        assertThat(rule.maxTokens()).isEqualTo(128);
        assertThat(rule.padding()).isEqualTo(3);
    }

    @Test
    void shouldLetTheOperatorDecide() throws Exception {
        // Given
        write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
        TextOptions options =
                new TextOptions(
                        OptionalInt.of(64),
                        Optional.of(Pooling.LAST),
                        Optional.of(false),
                        NOTHING_SET.batch());
        // When, Then
        assertThat(read(options)).isEqualTo(new TextRule(64, Pooling.LAST, false, 0, false));
    }

    @Test
    void shouldNameAPoolingThatItDoesNotKnow() throws IOException {
        // Given
        write("1_Pooling/config.json", "{\"pooling_mode_weightedmean_tokens\": true}");
        // When, Then
        assertThatThrownBy(() -> read(NOTHING_SET))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageStartingWith(
                        directory.resolve("1_Pooling/config.json") + " sets none of ")
                .hasMessageEndingWith("choose one with --pooling=mean, cls, max or last.");
    }

    @Test
    void shouldNameAFileThatIsBrokenJson() throws IOException {
        // Given
        write("config.json", "{\"pad_token_id\": ");
        // When, Then
        assertThatThrownBy(() -> read(NOTHING_SET))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageStartingWith(
                        directory.resolve("config.json") + " is not readable JSON (")
                .hasMessageNotContaining("\n");
    }

    private TextRule read(TextOptions options) throws UnusableModelException {
        ModelFiles files = ModelFiles.in(directory);
        return TextRule.read(files, files.tokenizer().orElseThrow(), options, new ObjectMapper());
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
