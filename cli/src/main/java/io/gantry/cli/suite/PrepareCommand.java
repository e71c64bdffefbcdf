package io.gantry.cli.suite;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gantry prepare`: what makes later starts faster.
@Command(
        name = "prepare",
        description =
                "Makes the JDK's AOT caches of the services and of the ONNX runtime, with which they start faster. ./gantry does this by itself when it has built Gantry.",
        mixinStandardHelpOptions = true)
public final class PrepareCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        new Preparation(Installation.current(), new Progress(spec.commandLine().getOut())).run();
    }
}
