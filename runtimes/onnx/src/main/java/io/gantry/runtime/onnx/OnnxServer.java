package io.gantry.runtime.onnx;

import io.gantry.runtime.onnx.arguments.CommandLine;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The entry point.
@QuarkusMain
public final class OnnxServer {

    private static final int EXIT_USAGE = 2;

    private OnnxServer() {}

    /// Arguments become system properties, which stand above the environment and configuration
    /// files.
    public static void main(String... arguments) {
        switch (CommandLine.read(List.of(arguments))) {
            case CommandLine.Settings(var values) -> {
                values.forEach(System::setProperty);
                Signals.onEnd(OnnxServer::endInOrder);
                Quarkus.run(null, OnnxServer::exit);
            }
            case CommandLine.Refused(String explanation) -> {
                LastWord.say(explanation);
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
    private static void exit(int code, @Nullable Throwable failure) {
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(QuarkusBindException.class::isInstance)
                .map(QuarkusBindException.class::cast)
                .findFirst()
                .ifPresent(taken ->
                        LastWord.say(
                                "Port %d of %s is taken by another process: end that one or choose another --http-port."
                                        .formatted(taken.getPort(), taken.getHost())));
        System.exit(code);
    }
}
