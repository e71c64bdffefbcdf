package io.gantry.runtime.llamacpp.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {

    @TempDir Path directory;

    @Test
    void shouldFindTheOnlyOne() throws Exception {
        Path file = touch("files/model.gguf");
        touch("README.md");

        assertThat(ModelFile.in(directory, Optional.empty())).isEqualTo(file);
    }

    @Test
    void shouldTakeTheFirstOfAModelInSeveral() throws Exception {
        touch("m-00002-of-00002.gguf");
        Path first = touch("m-00001-of-00002.gguf");

        assertThat(ModelFile.in(directory, Optional.empty())).isEqualTo(first);
    }

    @Test
    void shouldAskWhichIsMeant() throws Exception {
        touch("a.gguf");
        Path b = touch("b.gguf");

        assertThatThrownBy(() -> ModelFile.in(directory, Optional.empty()))
                .hasMessageContaining("[a.gguf, b.gguf]")
                .hasMessageContaining("--model-file");
        assertThat(ModelFile.in(directory, Optional.of("b.gguf"))).isEqualTo(b);
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThatThrownBy(() -> ModelFile.in(directory, Optional.empty()))
                .hasMessageContaining("put one *.gguf file there");
        assertThatThrownBy(() -> ModelFile.in(directory.resolve("x"), Optional.empty()))
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> ModelFile.in(directory, Optional.of("../x.gguf")))
                .hasMessageContaining("correct --model-file");
    }

    private Path touch(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
