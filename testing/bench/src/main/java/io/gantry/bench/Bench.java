package io.gantry.bench;

import io.gantry.bench.deployer.DeployerBench;
import io.gantry.bench.loader.LoaderBench;
import io.gantry.bench.monitor.MonitorBench;
import io.gantry.bench.proxy.ProxyBench;
import io.gantry.bench.proxy.RoutesBench;
import io.gantry.bench.scaling.ScalingBench;
import io.gantry.cli.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The benchmarks' entry point.
@Command(
        name = "gantry bench",
        description = "Measures Gantry on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        subcommands = {
            StartupBench.class,
            RegistryBench.class,
            LoaderBench.class,
            DeployerBench.class,
            ProxyBench.class,
            RoutesBench.class,
            MonitorBench.class,
            ScalingBench.class
        })
public final class Bench {

    private Bench() {}

    public static void main(String[] args) {
        System.exit(
                new CommandLine(new Bench())
                        .setExecutionExceptionHandler((failure, command, result) -> {
                            command.getErr().println("gantry bench: " + failure.getMessage());
                            return ExitCode.FAILED;
                        })
                        .execute(args));
    }
}
