package io.gantry.bench.deployer;

import io.gantry.bench.KwokCluster;
import io.gantry.cli.CliException;
import io.gantry.cli.suite.GantryDirectory;
import io.gantry.embedded.InfrastructureProcess;
import io.gantry.embedded.Launch;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// For each number of services a cluster, a Kafka and a deployer of its own: until all are ready,
/// and after a kill.
@Command(
        name = "deployer",
        description =
                "Time, API writes and memory of the deployer with thousands of services on a Kubernetes control plane.",
        mixinStandardHelpOptions = true)
public final class DeployerBench implements Callable<Integer> {

    private static final int PROGRESS_EACH = 250;
    private static final long IDLE_SECONDS = 60;

    @Option(
            names = "--services",
            split = ",",
            paramLabel = "N",
            defaultValue = "1000,5000",
            description = "How many services, one measurement each (default: ${DEFAULT-VALUE}).")
    private int[] services = {};

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "500",
            description = "Nodes, of 16 GPUs each (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        List<DeployerReport.Row> rows = new ArrayList<>();
        for (int count : services) {
            rows.add(measure(count));
        }
        new DeployerReport(nodes, rows).print(spec.commandLine().getOut());
        return 0;
    }

    private DeployerReport.Row measure(int count) throws Exception {
        GantryDirectory directory =
                GantryDirectory.create(Files.createTempDirectory("gantry-bench-"));
        say("  starts a cluster of %d nodes for %d services", nodes, count);
        try (KwokCluster cluster = KwokCluster.up(directory.path().resolve("cluster"), nodes);
                InfrastructureProcess infrastructure =
                        InfrastructureProcess.start(
                                InfrastructureProcess.Java.current(), Launch.temporary());
                DeployerProcess deployer =
                        new DeployerProcess(
                                directory, infrastructure.connection(), cluster.kubeconfig());
                Models models = new Models(infrastructure.connection().kafkaBootstrapServers())) {
            cluster.createNamespace(Models.NAMESPACE);
            models.publishRuntime();
            return measure(count, deployer, models);
        }
    }

    private DeployerReport.Row measure(int count, DeployerProcess deployer, Models models)
            throws Exception {
        long from = System.nanoTime();
        models.publish(0, count);
        int half = count / 2;
        models.awaitReady(half, this::progress);
        double halfSeconds = seconds(from);
        models.awaitReady(count, this::progress);
        double seconds = seconds(from);
        double peak = deployer.footprint().peakMebibytes();
        double writes = deployer.writes();
        double heap = deployer.footprint().liveHeapMebibytes();
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        double idleWrites = deployer.writes() - writes;
        double resident = deployer.footprint().residentMebibytes();
        boolean back = restart(deployer);
        return new DeployerReport.Row(
                count,
                seconds,
                halfSeconds,
                writes / count,
                idleWrites,
                peak,
                resident,
                heap,
                back ? deployer.writes() / count : Double.NaN,
                back ? deployer.footprint().peakMebibytes() : Double.NaN);
    }

    /// @return false when it did not come back, or not for long
    private boolean restart(DeployerProcess deployer) throws InterruptedException {
        say("  restarts the deployer");
        try {
            deployer.restart();
        } catch (CliException e) {
            say("  it does not come back: %s", String.valueOf(e.getMessage()));
            return false;
        }
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        return deployer.isAlive();
    }

    private void progress(int ready) {
        if (ready % PROGRESS_EACH == 0) {
            say("  %d are ready", ready);
        }
    }

    private void say(String text, Object... arguments) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(text + "%n", arguments);
        err.flush();
    }

    private static double seconds(long from) {
        return (System.nanoTime() - from) / 1e9;
    }
}
