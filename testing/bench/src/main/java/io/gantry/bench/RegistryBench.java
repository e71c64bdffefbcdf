package io.gantry.bench;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Writes of 64 clients at once, beside the same rows written by plain SQL; then lists, watches and
/// a restart with all that was written.
@Command(
        name = "registry",
        description = "Writes, lists, watches and a restart of the registry with 10,000 services.",
        mixinStandardHelpOptions = true)
final class RegistryBench implements Callable<Integer> {

    private static final int PORT_OFFSET = 22_000;
    private static final int WRITERS = 64;
    private static final int RESUMED = 1000;
    private static final int PAGE = 500;

    @Option(names = "--quick", description = "2,000 services instead of 10,000.")
    private boolean quick;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        GantryDirectory directory =
                GantryDirectory.create(Files.createTempDirectory("gantry-bench-"));
        try (InfrastructureProcess infrastructure =
                InfrastructureProcess.start(
                        InfrastructureProcess.Java.current(), Launch.temporary())) {
            Registry registry = new Registry(directory, infrastructure.connection());
            try (SqlPeer peer = registry.withPeer()) {
                new RegistryReport(measure(registry, peer)).print(spec.commandLine().getOut());
            } finally {
                registry.kill();
            }
        }
        return 0;
    }

    private List<RegistryReport.Row> measure(Registry registry, SqlPeer peer) throws Exception {
        List<RegistryReport.Row> rows = new ArrayList<>();
        List<Double> empty = registry.restarts(runs());
        rows.addAll(writes(registry, peer));
        rows.addAll(reads(registry));
        rows.add(
                new RegistryReport.Row(
                        "restart after kill -9, s",
                        new Figures(registry.restarts(runs())),
                        "with no services",
                        new Figures(empty)));
        return rows;
    }

    private List<RegistryReport.Row> writes(Registry registry, SqlPeer peer) throws Exception {
        List<Latencies> posts = new ArrayList<>();
        List<Latencies> inserts = new ArrayList<>();
        int each = (quick ? 2000 : 10_000) / runs();
        try (RegistryClient client = registry.client()) {
            // The first ones compile what runs then.
            var _ =
                    Latencies.of(
                            WRITERS, each / 2, _ -> n -> client.create("warm-%d".formatted(n)));
            var _ = Latencies.of(WRITERS, each / 2, writer -> peer.writer(writer, "warm-%d"));
            for (int run = 0; run < runs(); run++) {
                String names = "model-%d-%%d".formatted(run);
                posts.add(Latencies.of(WRITERS, each, _ -> n -> client.create(names.formatted(n))));
                inserts.add(Latencies.of(WRITERS, each, writer -> peer.writer(writer, names)));
                spec.commandLine().getErr().println("  wrote run " + (run + 1));
            }
        }
        return List.of(
                row("POST p50, ms", posts, inserts, 50),
                row("POST p99, ms", posts, inserts, 99),
                new RegistryReport.Row(
                        "POST, per s",
                        new Figures(posts.stream().map(Latencies::perSecond).toList()),
                        "plain SQL",
                        new Figures(inserts.stream().map(Latencies::perSecond).toList())));
    }

    private static RegistryReport.Row row(
            String what, List<Latencies> posts, List<Latencies> inserts, double percent) {
        return new RegistryReport.Row(
                what,
                new Figures(posts.stream().map(each -> each.percentile(percent)).toList()),
                "plain SQL",
                new Figures(inserts.stream().map(each -> each.percentile(percent)).toList()));
    }

    private List<RegistryReport.Row> reads(Registry registry) throws Exception {
        List<Double> whole = new ArrayList<>();
        List<Double> paged = new ArrayList<>();
        List<Double> informed = new ArrayList<>();
        List<Double> resumed = new ArrayList<>();
        try (RegistryClient client = registry.client()) {
            for (int run = 0; run <= runs(); run++) {
                String from = version(client.list(1, ""));
                String names = "later-%d-%%d".formatted(run);
                var _ = Latencies.of(WRITERS, RESUMED, _ -> n -> client.create(names.formatted(n)));
                double wholeSeconds = seconds(() -> client.list(0, ""));
                double pagedSeconds = seconds(() -> pages(client));
                double informedSeconds =
                        seconds(() ->
                                client.watch("sendInitialEvents=true", RegistryBench::isBookmark));
                double resumedSeconds = seconds(() -> resume(client, from));
                // The first run compiles.
                if (run > 0) {
                    whole.add(wholeSeconds);
                    paged.add(pagedSeconds);
                    informed.add(informedSeconds);
                    resumed.add(resumedSeconds);
                }
            }
        }
        return List.of(
                RegistryReport.Row.alone("list of all, s", new Figures(whole)),
                RegistryReport.Row.alone("list in pages of 500, s", new Figures(paged)),
                RegistryReport.Row.alone("watch with initial events, s", new Figures(informed)),
                RegistryReport.Row.alone("watch resumed 1,000 back, s", new Figures(resumed)));
    }

    private static int pages(RegistryClient client) throws IOException, InterruptedException {
        String token = "";
        int services = 0;
        do {
            JsonNode page = client.list(PAGE, token);
            services += page.path("items").size();
            token = page.at("/metadata/continue").asText("");
        } while (!token.isEmpty());
        return services;
    }

    /// Each service that was created since then comes once, at the least.
    private static int resume(RegistryClient client, String from)
            throws IOException, InterruptedException {
        int[] seen = {0};
        return client.watch("resourceVersion=" + from, _ -> ++seen[0] == RESUMED);
    }

    private static boolean isBookmark(JsonNode event) {
        return event.path("type").asText().equals("BOOKMARK");
    }

    private static String version(JsonNode list) {
        return list.at("/metadata/resourceVersion").asText();
    }

    private int runs() {
        return quick ? 2 : 5;
    }

    private static double seconds(Callable<?> work) throws Exception {
        long from = System.nanoTime();
        var _ = work.call();
        return (System.nanoTime() - from) / 1e9;
    }

    /// A registry's process on an infrastructure of its own.
    private static final class Registry {

        private static final UpSettings SETTINGS =
                new UpSettings("127.0.0.1", PORT_OFFSET, Map.of());

        private final GantryDirectory directory;
        private final InfrastructureConnection infrastructure;
        private final URI url =
                URI.create("http://127.0.0.1:" + SETTINGS.port(Service.MODEL_REGISTRY));
        private Process process;

        Registry(GantryDirectory directory, InfrastructureConnection infrastructure) {
            this.directory = directory;
            this.infrastructure = infrastructure;
            this.process = start();
        }

        RegistryClient client() {
            return new RegistryClient(url);
        }

        SqlPeer withPeer() throws Exception {
            return new SqlPeer(infrastructure.postgres(), WRITERS);
        }

        /// How long each of some starts took, from the process to its readiness.
        List<Double> restarts(int runs) throws Exception {
            List<Double> seconds = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                kill();
                seconds.add(seconds(() -> process = start()));
            }
            return seconds;
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        private Process start() {
            Installation installation = Installation.current();
            ServiceLauncher launcher = new ServiceLauncher(installation, directory);
            Map<String, String> environment =
                    new ServiceConfiguration(installation, directory, SETTINGS)
                            .environment(Service.MODEL_REGISTRY, infrastructure);
            Process started =
                    launcher.launch(
                            Service.MODEL_REGISTRY,
                            environment,
                            List.of("-XX:+UseCompactObjectHeaders", "-Xmx1g"));
            launcher.awaitReady(Service.MODEL_REGISTRY, started, url);
            return started;
        }
    }
}
