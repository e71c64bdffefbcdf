package io.gantry.cli.suite;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gantry prepare`: what makes later starts faster.
@Command(
        name = "prepare",
        description = {
            "Makes the JDK's AOT caches of the services and of the ONNX runtime.",
            "They start about twice as fast with them. Building Gantry by ./gantry does this by itself."
        },
        mixinStandardHelpOptions = true)
public final class PrepareCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        new Preparation(
                        Installation.current(),
                        (part, took) -> {
                            synchronized (out) {
                                out.printf(
                                        "  %-26s prepared in %4.1f s%n",
                                        part, took.toMillis() / 1000.0);
                                out.flush();
                            }
                        })
                .run();
    }
}
