package io.gantry.bench.proxy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.bench.EventPublisher;
import io.gantry.bench.Figures;
import io.gantry.cli.CliException;
import io.gantry.cli.output.Table;
import io.gantry.cli.suite.GantryDirectory;
import io.gantry.embedded.InfrastructureConnection;
import io.gantry.embedded.InfrastructureProcess;
import io.gantry.embedded.Launch;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What it costs the proxy to know many models: one that knows a few stands beside it.
@Command(
        name = "routes",
        description =
                "Start from the topics, memory, lookups and changes of a proxy that knows many models.",
        mixinStandardHelpOptions = true)
public final class RoutesBench implements Callable<Integer> {

    private static final int FEW = 10;
    private static final int CONNECTIONS = 64;
    private static final int PATHS = 1_000;
    private static final int CHANGES = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(
            names = "--models",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many models it knows (default: ${DEFAULT-VALUE}).")
    private int models;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "5",
            description = "Replicas of each (default: ${DEFAULT-VALUE}).")
    private int replicas;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each is measured (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long a load takes (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final HttpClient http = HttpClient.newHttpClient();

    /// @param readySeconds from the start of the process
    /// @param readyCpuSeconds of the processor until then
    /// @param heapMebibytes that live after a collection
    /// @param cpuMicros of a request
    /// @param changeMillis from the event of a new model to its first answer
    private record Row(
            int models,
            double readySeconds,
            double readyCpuSeconds,
            double heapMebibytes,
            double mebibytes,
            Figures cpuMicros,
            Figures p99Micros,
            Figures changeMillis) {}

    @Override
    public Integer call() throws Exception {
        Cores.ask();
        print(List.of(measure(FEW), measure(models)));
        return 0;
    }

    private Row measure(int count) throws Exception {
        GantryDirectory directory =
                GantryDirectory.create(Files.createTempDirectory("gantry-bench-"));
        Path scratch = Files.createDirectories(directory.path().resolve("peers"));
        try (InfrastructureProcess infrastructure =
                        InfrastructureProcess.start(
                                InfrastructureProcess.Java.current(), Launch.temporary());
                Target backend = Peers.backend(scratch, 25_080, 25_080)) {
            InfrastructureConnection connection = infrastructure.connection();
            try (EventPublisher events = new EventPublisher(connection.kafkaBootstrapServers())) {
                say("  publishes %d models", count);
                for (int model = 0; model < count; model++) {
                    GantryProxy.publish(events, name(model), backend.small(), replicas);
                }
                events.flush();
                long started = System.nanoTime();
                try (Target gantry = GantryProxy.start(directory, connection)) {
                    double ready = (System.nanoTime() - started) / 1e9;
                    double cpu = gantry.cpuSeconds();
                    say("  is ready, and under load");
                    List<Load.Result> results = load(new Load(scratch), gantry, count);
                    return new Row(
                            count,
                            ready,
                            cpu,
                            gantry.liveHeapMebibytes(),
                            gantry.mebibytes(),
                            new Figures(results.stream().map(Load.Result::cpuMicros).toList()),
                            new Figures(results.stream().map(Load.Result::p99Micros).toList()),
                            changes(events, gantry, backend));
                }
            }
        }
    }

    private List<Load.Result> load(Load load, Target gantry, int count) throws Exception {
        List<String> paths =
                IntStream.range(0, PATHS)
                        .mapToObj(each -> path(name((int) ((long) each * count / PATHS))))
                        .toList();
        var _ = load.run(gantry, paths, CONNECTIONS, 0, 4 * seconds);
        List<Load.Result> results = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            results.add(load.run(gantry, paths, CONNECTIONS, 0, seconds));
        }
        return results;
    }

    private Figures changes(EventPublisher events, Target gantry, Target backend)
            throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int change = 0; change < CHANGES; change++) {
            String model = "new-" + change;
            long published = System.nanoTime();
            GantryProxy.publish(events, model, backend.small(), replicas);
            events.flush();
            while (status(gantry, model) != 200) {
                if (System.nanoTime() - published > PATIENCE.toNanos()) {
                    throw CliException.failed(
                            "%s is not known after %s".formatted(model, PATIENCE));
                }
            }
            millis.add((System.nanoTime() - published) / 1e6);
        }
        return new Figures(millis);
    }

    private int status(Target gantry, String model) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(uri(gantry, path(model)))
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static URI uri(Target gantry, String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(gantry.small(), path));
    }

    private static String name(int model) {
        return "model-" + model;
    }

    private static String path(String model) {
        return "/v1/models/%s:predict".formatted(model);
    }

    private void print(List<Row> rows) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%nThe proxy with %d replicas of each model; %d connections, %d rounds of %d s%n%n",
                replicas, CONNECTIONS, rounds, seconds);
        Table table =
                new Table(
                        "models",
                        "ready after",
                        "CPU till then",
                        "live heap",
                        "memory",
                        "CPU/request",
                        "p99",
                        "a new model after");
        for (Row row : rows) {
            table.row(
                    Integer.toString(row.models()),
                    text("%.1f s", row.readySeconds()),
                    text("%.1f s", row.readyCpuSeconds()),
                    text("%.0f MiB", row.heapMebibytes()),
                    text("%.0f MiB", row.mebibytes()),
                    spread(row.cpuMicros(), "µs"),
                    spread(row.p99Micros(), "µs"),
                    spread(row.changeMillis(), "ms"));
        }
        out.print(table);
        out.printf("%n%s%n", json(rows));
        out.flush();
    }

    private static ObjectNode json(List<Row> rows) {
        ObjectNode json = new ObjectMapper().createObjectNode().put("bench", "routes");
        for (Row row : rows) {
            json.withArray("rows")
                    .addObject()
                    .put("models", row.models())
                    .put("readySeconds", row.readySeconds())
                    .put("readyCpuSeconds", row.readyCpuSeconds())
                    .put("heapMebibytes", row.heapMebibytes())
                    .put("mebibytes", row.mebibytes())
                    .put("cpuMicros", row.cpuMicros().median())
                    .put("p99Micros", row.p99Micros().median())
                    .put("changeMillis", row.changeMillis().median());
        }
        return json;
    }

    private static String spread(Figures figures, String unit) {
        return String.format(
                Locale.ROOT,
                "%.0f %s (%.0f–%.0f)",
                figures.median(),
                unit,
                figures.min(),
                figures.max());
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void say(String text, Object... arguments) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(text + "%n", arguments);
        err.flush();
    }
}
