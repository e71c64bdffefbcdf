package io.gantry.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program of PostgreSQL's, run in a way it accepts: it refuses to work as root.
record ChildCommand(List<String> words) {

    static ChildCommand of(Path program) {
        return new ChildCommand(
                Stream.concat(Unprivileged.prefix().stream(), Stream.of(program.toString()))
                        .toList());
    }

    /// One that Linux sends SIGINT when the thread that started it is gone, be it by a kill -9 of
    /// its process.
    static ChildCommand mortal(Path program) {
        List<String> words =
                Stream.of(Unprivileged.prefix(), DeathSignal.PREFIX, List.of(program.toString()))
                        .flatMap(List::stream)
                        .toList();
        return new ChildCommand(words);
    }

    ChildCommand with(List<String> arguments) {
        return new ChildCommand(Stream.concat(words.stream(), arguments.stream()).toList());
    }

    Process start(Path log) {
        try {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + words, e);
        }
    }

    int run(Path log, Duration timeout) {
        Process process = start(log);
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new InfrastructureException(
                    "%s did not end within %s: %s".formatted(words, timeout, LogTail.of(log)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureException("interrupted while running " + words, e);
        } finally {
            process.destroyForcibly();
        }
    }

    /// Asked for once; without util-linux the next start on the same directory stops the orphan.
    private static final class DeathSignal {
        private static final List<String> WORDS = List.of("setpriv", "--pdeathsig", "INT");
        private static final List<String> PREFIX =
                Unprivileged.succeeds(List.of("setpriv", "--pdeathsig", "INT", "true"))
                        ? WORDS
                        : List.of();
    }
}
