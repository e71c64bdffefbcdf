package io.gantry.loader;

import io.gantry.loader.command.Commands;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.OptionalInt;

/// The loader as a service, or as a command when it is given one.
@QuarkusMain
public final class Main {

    /// How many idle connections the JDK keeps to a server, as many as there may be requests at a
    /// time; 5 if nobody says.
    private static final String KEPT_CONNECTIONS = "http.maxConnections";

    private Main() {}

    public static void main(String... words) {
        if (System.getProperty(KEPT_CONNECTIONS) == null) {
            System.setProperty(KEPT_CONNECTIONS, "64");
        }
        // Of the environment come credentials by KServe's names, which are no configuration.
        OptionalInt exitCode = Commands.run(List.of(words), new ProcessBuilder().environment());
        if (exitCode.isPresent()) {
            System.exit(exitCode.getAsInt());
        }
        Quarkus.run(words);
    }
}
