package io.gantry.cli.suite;

import java.io.PrintWriter;
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
        boolean any =
                new Suite(Installation.current(), gantry.directory(), new Progress(out)).down();
        out.println(any ? "Gantry is down." : "Nothing was up.");
        out.flush();
    }
}
