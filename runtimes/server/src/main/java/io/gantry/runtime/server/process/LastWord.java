package io.gantry.runtime.server.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Why the process ends, in one line that deployers show to people: on the error stream, and in
/// Kubernetes as the container's termination message.
public final class LastWord {

    private static final Path TERMINATION_LOG = Path.of("/dev/termination-log");

    private LastWord() {}

    /// @param program what the server is called
    public static void say(String program, String explanation) {
        say(program, explanation, TERMINATION_LOG);
    }

    static void say(String program, String explanation, Path terminationLog) {
        String line = explanation.lines().findFirst().orElse(explanation);
        System.err.println(program + ": " + line);
        if (!Files.isWritable(terminationLog)) {
            return;
        }
        try {
            Files.writeString(terminationLog, line + "\n", StandardCharsets.UTF_8);
        } catch (IOException unwritten) {
            System.err.println(program + ": the termination message is lost: " + unwritten);
        }
    }
}
