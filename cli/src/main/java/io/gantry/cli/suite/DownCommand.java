package io.gantry.cli.suite;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gantry down`: stops what `up` started; data stays.
@Command(
        name = "down",
        description =
                "Stops everything that gantry up started. Models and data stay for the next up.",
        mixinStandardHelpOptions = true)
public final class DownCommand implements Runnable {

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        boolean any = new Suite(Installation.current(), gantry.directory(), progress(out)).down();
        out.println(any ? "Gantry is down." : "Nothing was up.");
        out.flush();
    }

    /// Prints a line for each part that has stopped.
    public static BiConsumer<String, Duration> progress(PrintWriter out) {
        return (part, took) -> {
            out.printf("  %-26s stopped in %4.1f s%n", part, took.toMillis() / 1000.0);
            out.flush();
        };
    }
}
