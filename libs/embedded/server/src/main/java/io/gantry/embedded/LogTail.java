package io.gantry.embedded;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The end of a log file, for an error message.
final class LogTail {

    private static final int LINES = 20;
    private static final int BYTES = 16 << 10;

    private LogTail() {}

    static String of(Path log) {
        try (var channel = Files.newByteChannel(log)) {
            channel.position(Math.max(0, channel.size() - BYTES));
            byte[] end = Channels.newInputStream(channel).readAllBytes();
            List<String> lines = new String(end, StandardCharsets.UTF_8).strip().lines().toList();
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        } catch (IOException e) {
            return "(no log at " + log + ")";
        }
    }
}
