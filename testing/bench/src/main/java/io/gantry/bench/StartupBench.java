package io.gantry.bench;

import io.gantry.cli.CliException;
import io.gantry.cli.suite.GantryDirectory;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.ServiceConfiguration;
import io.gantry.cli.suite.ServiceLauncher;
import io.gantry.cli.suite.UpSettings;
import io.gantry.embedded.InfrastructureConnection;
import io.gantry.embedded.InfrastructureProcess;
import io.gantry.embedded.Launch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Time from the start of a service's process to its readiness, and its resident memory then: as
/// `up` starts it, the same without the AOT cache, and with plain JVM options.
@Command(
        name = "startup",
        description = "Start-up time and resident memory of each service.",
        mixinStandardHelpOptions = true)
final class StartupBench implements Callable<Integer> {

    private static final int PORT_OFFSET = 21_000;

    @Option(names = "--quick", description = "Two runs instead of five.")
    private boolean quick;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        GantryDirectory directory =
                GantryDirectory.create(Files.createTempDirectory("gantry-bench-"));
        try (InfrastructureProcess infrastructure =
                InfrastructureProcess.start(
                        InfrastructureProcess.Java.current(), Launch.temporary())) {
            Map<Service, StartupReport.Row> rows = new LinkedHashMap<>();
            for (Service service : Service.values()) {
                rows.put(service, measure(service, directory, infrastructure.connection()));
                spec.commandLine().getErr().println("  measured " + service.folder());
            }
            new StartupReport(rows).print(spec.commandLine().getOut());
        }
        return 0;
    }

    private StartupReport.Row measure(
            Service service, GantryDirectory directory, InfrastructureConnection infrastructure)
            throws Exception {
        List<StartupReport.Sample> aot = new ArrayList<>();
        List<StartupReport.Sample> tuned = new ArrayList<>();
        List<StartupReport.Sample> plain = new ArrayList<>();
        // Alternating, so that whatever else the machine does hits all alike.
        for (int run = 0; run < (quick ? 2 : 5); run++) {
            aot.add(start(service, directory, infrastructure, withCache(service)));
            tuned.add(
                    start(
                            service,
                            directory,
                            infrastructure,
                            ServiceLauncher.defaultOptions(service)));
            plain.add(start(service, directory, infrastructure, StartupReport.PLAIN));
        }
        return StartupReport.Row.of(aot, tuned, plain);
    }

    private static List<String> withCache(Service service) {
        Path cache =
                Installation.current()
                        .aotCache(service)
                        .orElseThrow(() ->
                                CliException.failed(
                                        "%s has no AOT cache; make it with ./gantry prepare"
                                                .formatted(service.folder())));
        List<String> options = ServiceLauncher.defaultOptions(service);
        // A cache that does not fit is to end the measurement, not to be left out of it.
        options.addAll(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache));
        return options;
    }

    private static StartupReport.Sample start(
            Service service,
            GantryDirectory directory,
            InfrastructureConnection infrastructure,
            List<String> options)
            throws IOException, InterruptedException {
        Installation installation = Installation.current();
        UpSettings settings = new UpSettings("127.0.0.1", PORT_OFFSET, Map.of());
        ServiceLauncher launcher = new ServiceLauncher(installation, directory);
        Map<String, String> environment =
                new ServiceConfiguration(installation, directory, settings)
                        .environment(service, infrastructure);
        long from = System.nanoTime();
        Process process = launcher.launch(service, environment, options);
        try {
            launcher.awaitReady(
                    service, process, URI.create("http://127.0.0.1:" + settings.port(service)));
            double seconds = (System.nanoTime() - from) / 1e9;
            return new StartupReport.Sample(seconds, residentMebibytes(process.pid()));
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /// `VmRSS` of Linux, in MiB.
    private static double residentMebibytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
