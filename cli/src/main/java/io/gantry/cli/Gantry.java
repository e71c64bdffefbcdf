package io.gantry.cli;

import io.gantry.cli.client.ApplyCommand;
import io.gantry.cli.client.DeleteCommand;
import io.gantry.cli.client.DiffCommand;
import io.gantry.cli.client.GetCommand;
import io.gantry.cli.client.PromoteCommand;
import io.gantry.cli.client.RevisionsCommand;
import io.gantry.cli.client.RollbackCommand;
import io.gantry.cli.demo.DemoCommand;
import io.gantry.cli.plan.PlanCommand;
import io.gantry.cli.render.RenderCommand;
import io.gantry.cli.suite.DownCommand;
import io.gantry.cli.suite.LogsCommand;
import io.gantry.cli.suite.PrepareCommand;
import io.gantry.cli.suite.UpCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `gantry` command.
@Command(
        name = "gantry",
        description = "Serves machine-learning models, on a laptop or on Kubernetes.",
        mixinStandardHelpOptions = true,
        version = "gantry 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            DemoCommand.class,
            ApplyCommand.class,
            GetCommand.class,
            DeleteCommand.class,
            RevisionsCommand.class,
            DiffCommand.class,
            RollbackCommand.class,
            PromoteCommand.class,
            PlanCommand.class,
            RenderCommand.class,
            LogsCommand.class,
            PrepareCommand.class
        },
        footer = {"", "Measurements: gantry bench NAME; gantry bench --help lists them."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:what was asked for did not work",
            "2:the arguments or the input are wrong",
            "3:Gantry is not up, or does not answer"
        })
public final class Gantry {

    private Gantry() {}

    public static void main(String[] args) {
        // Not picocli's own writer, which does not learn that nobody reads any more.
        PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
        System.exit(commandLine().setOut(out).execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Gantry())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(
                        (failure, command, result) -> report(failure, command));
    }

    private static int report(Exception failure, CommandLine command) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        command.getErr().println(command.getColorScheme().errorText("gantry: " + message));
        return failure instanceof CliException known ? known.exitCode() : ExitCode.FAILED;
    }
}
