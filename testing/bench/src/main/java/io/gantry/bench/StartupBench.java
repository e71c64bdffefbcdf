package io.gantry.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.output.Table;
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
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Time from the start of a service's process to its readiness, and its resident memory then, with
/// the JVM options that `up` uses beside plain ones.
@Command(
        name = "startup",
        description = "Start-up time and resident memory of each service.",
        mixinStandardHelpOptions = true)
final class StartupBench implements Callable<Integer> {

    private static final int PORT_OFFSET = 21_000;
    private static final List<String> PLAIN = List.of("-Xmx256m");

    @Option(names = "--quick", description = "Two runs instead of five.")
    private boolean quick;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Path scratch = Files.createTempDirectory("gantry-bench-");
        GantryDirectory directory = GantryDirectory.create(scratch);
        Launch launch = Launch.temporary();
        try (InfrastructureProcess infrastructure =
                InfrastructureProcess.start(InfrastructureProcess.Java.current(), launch)) {
            report(measure(directory, infrastructure.connection()));
        }
        return 0;
    }

    private Map<Service, Measured> measure(
            GantryDirectory directory, InfrastructureConnection infrastructure) throws Exception {
        Map<Service, Measured> results = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            Measured measured = new Measured(new ArrayList<>(), new ArrayList<>());
            // Alternating, so that whatever else the machine does hits both alike.
            for (int run = 0; run < (quick ? 2 : 5); run++) {
                measured.tuned()
                        .add(
                                start(
                                        service,
                                        directory,
                                        infrastructure,
                                        ServiceLauncher.defaultOptions()));
                measured.plain().add(start(service, directory, infrastructure, PLAIN));
            }
            results.put(service, measured);
            spec.commandLine().getErr().println("  measured " + service.folder());
        }
        return results;
    }

    private static Sample start(
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
            return new Sample(seconds, residentMebibytes(process.pid()));
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

    private void report(Map<Service, Measured> results) {
        Table table =
                new Table(
                        "SERVICE",
                        "READY S",
                        "(SPREAD)",
                        "RSS MIB",
                        "PLAIN READY S",
                        "(SPREAD)",
                        "PLAIN RSS MIB",
                        "TIME RATIO");
        ObjectNode json = new ObjectMapper().createObjectNode().put("bench", "startup");
        json.put("options", String.join(" ", ServiceLauncher.defaultOptions()))
                .put("plainOptions", String.join(" ", PLAIN));
        ArrayNode services = json.putArray("services");
        results.forEach((service, measured) -> {
            Figures tuned = seconds(measured.tuned());
            Figures plain = seconds(measured.plain());
            Figures tunedMemory = memory(measured.tuned());
            Figures plainMemory = memory(measured.plain());
            table.row(
                    service.folder(),
                    number(tuned.median()),
                    spread(tuned),
                    number(tunedMemory.median()),
                    number(plain.median()),
                    spread(plain),
                    number(plainMemory.median()),
                    number(tuned.median() / plain.median()));
            services.addObject()
                    .put("service", service.folder())
                    .put("readySeconds", tuned.median())
                    .put("readySecondsMin", tuned.min())
                    .put("readySecondsMax", tuned.max())
                    .put("rssMebibytes", tunedMemory.median())
                    .put("plainReadySeconds", plain.median())
                    .put("plainRssMebibytes", plainMemory.median())
                    .put("ratio", tuned.median() / plain.median());
        });
        PrintWriter out = spec.commandLine().getOut();
        out.print(table);
        out.println(json);
        out.flush();
    }

    private static Figures seconds(List<Sample> samples) {
        return new Figures(samples.stream().map(Sample::seconds).toList());
    }

    private static Figures memory(List<Sample> samples) {
        return new Figures(samples.stream().map(Sample::mebibytes).toList());
    }

    private static String spread(Figures figures) {
        return number(figures.min()) + "-" + number(figures.max());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }

    private record Sample(double seconds, double mebibytes) {}

    private record Measured(List<Sample> tuned, List<Sample> plain) {}
}
