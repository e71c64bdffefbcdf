package io.gantry.loader;

import io.gantry.loader.command.Commands;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.OptionalInt;

/// The loader as a service, or as a command when it is given one.
@QuarkusMain
public final class Main {

    private Main() {}

    public static void main(String... words) {
        // Of the environment come credentials by KServe's names, which are no configuration.
        OptionalInt exitCode = Commands.run(List.of(words), new ProcessBuilder().environment());
        if (exitCode.isPresent()) {
            System.exit(exitCode.getAsInt());
        }
        Quarkus.run(words);
    }
}
