package io.gantry.e2e;

import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The `gantry` command as a process, out of what the build has just made.
///
/// @param directory Gantry's directory, to which the commands' own output goes as well
record Cli(Path directory) {

    private static final String COMMAND =
            Path.of(System.getProperty("gantry.home"), "gantry").toString();

    /// What a command that has ended left.
    record Outcome(int exitCode, String out, String err) {}

    RunningProgram start(String... arguments) {
        return program(arguments).start(output());
    }

    Program program(String... arguments) {
        return Program.of(Stream.concat(Stream.of(COMMAND), Stream.of(arguments)).toList())
                .with(Map.of("GANTRY_DIR", directory.toString(), "GANTRY_BUILD", "never"));
    }

    Path output() {
        try {
            return Files.createDirectories(directory.resolve("commands"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Outcome run(String... arguments) throws InterruptedException {
        try (RunningProgram command = start(arguments)) {
            return new Outcome(command.exitCode(), command.out(), command.err());
        }
    }

    /// Signals reach it also where the tests themselves run in the background of a shell, which
    /// makes everything in it deaf to SIGINT.
    RunningProgram startInForeground(String... arguments) {
        return program(arguments).behind(List.of("env", "--default-signal=INT")).start(output());
    }
}
