package io.gantry.runtime.llamacpp.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufHeaderTest {

    private static final Path TINY = Path.of("model/tiny-q8.gguf");

    @TempDir Path directory;

    @Test
    void shouldReadWhatAModelSays() throws Exception {
        GgufHeader header = GgufHeader.read(TINY);

        assertThat(header.text("general.architecture")).contains("llama");
        assertThat(header.contextLength()).hasValue(512);
        assertThat(header.text("tokenizer.chat_template").orElseThrow()).contains("im_start");
    }

    @Test
    void shouldSayWhatIsNoModel() throws IOException {
        Path file = Files.writeString(directory.resolve("model.gguf"), "<html>not found</html>");

        assertThatThrownBy(() -> GgufHeader.read(file))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("does not begin with GGUF")
                .hasMessageContaining("download it again");
    }

    /// Whatever is broken: a sentence, not a crash and not a gigabyte of memory.
    @Property(tries = 200)
    void shouldSurviveBrokenFiles(
            @ForAll @IntRange(min = 0, max = 4000) int length,
            @ForAll @IntRange(min = 4, max = 4000) int at,
            @ForAll byte value)
            throws IOException {
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(TINY), Math.max(length, at + 1));
        bytes[at] = value;
        Path file = Files.createTempFile("broken", ".gguf");
        try {
            Files.write(file, Arrays.copyOf(bytes, length));
            try {
                GgufHeader _ = GgufHeader.read(file);
            } catch (UnusableModelException told) {
                assertThat(told.getMessage()).contains(file.toString());
            }
        } finally {
            Files.delete(file);
        }
    }
}
