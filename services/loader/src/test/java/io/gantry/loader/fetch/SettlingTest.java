package io.gantry.loader.fetch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A closed file stands for a disk that fails.
class SettlingTest {

    private static final int STRETCH = 64 * 1024 * 1024;

    private FileChannel channel;
    private Settling settling;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        channel =
                FileChannel.open(
                        directory.resolve("f"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        settling = new Settling(channel);
    }

    @Test
    void shouldTellAtTheEndOfBytesThatTheDiskFailed() throws Exception {
        channel.close();
        settling.wrote(STRETCH);

        assertThatThrownBy(settling::end).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void shouldTellOfThemBeforeItGoesOn() throws Exception {
        channel.close();

        // The first of them only starts what fails.
        assertThatThrownBy(
                        () -> {
                            while (true) {
                                settling.wrote(STRETCH);
                                Thread.onSpinWait();
                            }
                        })
                .isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void shouldNotAskTheDiskForAShortFile() throws Exception {
        channel.close();
        settling.wrote(STRETCH - 1);

        assertThatCode(settling::end).doesNotThrowAnyException();
    }
}
