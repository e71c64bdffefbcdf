package io.gantry.runtime.server.process;

import io.gantry.runtime.server.arguments.Argument;
import io.gantry.runtime.server.arguments.CommandLine;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The life of a server's process.
public final class ServerProcess {

    private static final int EXIT_USAGE = 2;

    private final String program;

    private ServerProcess(String program) {
        this.program = program;
    }

    /// Serves until the process is told to end. Arguments become system properties, which stand
    /// above the environment and configuration files.
    ///
    /// @param program what the server is called
    /// @param known the arguments that it has
    public static void run(String program, List<Argument> known, String... arguments) {
        new ServerProcess(program).run(CommandLine.read(List.of(arguments), known));
    }

    private void run(CommandLine line) {
        switch (line) {
            case CommandLine.Settings(var values) -> {
                values.forEach(System::setProperty);
                Signals.onEnd(ServerProcess::endInOrder);
                Quarkus.run(null, this::exit);
            }
            case CommandLine.Refused(String explanation) -> {
                LastWord.say(program, explanation);
                System.exit(EXIT_USAGE);
            }
        }
    }

    /// Before there is an application, Quarkus would forget what it was told, and there is nothing
    /// to wait for either.
    private static void endInOrder(int code) {
        if (ApplicationLifecycleManager.getCurrentApplication() == null) {
            System.exit(code);
        }
        Quarkus.asyncExit(code);
    }

    /// Quarkus has logged why it could not start; a taken port also gets the line that people are
    /// shown.
    private void exit(int code, @Nullable Throwable failure) {
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(QuarkusBindException.class::isInstance)
                .map(QuarkusBindException.class::cast)
                .findFirst()
                .ifPresent(taken ->
                        LastWord.say(
                                program,
                                "Port %d of %s is taken by another process: end that one or choose another --http-port."
                                        .formatted(taken.getPort(), taken.getHost())));
        System.exit(code);
    }
}
