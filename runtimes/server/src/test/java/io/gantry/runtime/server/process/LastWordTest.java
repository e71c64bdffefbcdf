package io.gantry.runtime.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordTest {

    @TempDir Path directory;

    @Test
    void shouldBeTheTerminationMessageOfAContainer() throws IOException {
        // Given
        Path log = Files.createFile(directory.resolve("termination-log"));
        // When
        LastWord.say("gantry-x", "It is no model.\nat line 1", log);
        // Then
        assertThat(log).hasContent("It is no model.");
    }

    @Test
    void shouldLeaveNoFileWhereThereIsNoContainer() {
        // Given
        Path log = directory.resolve("termination-log");
        // When
        LastWord.say("gantry-x", "It is no model.", log);
        // Then
        assertThat(log).doesNotExist();
    }
}
