package io.gantry.bench.proxy;

import io.gantry.bench.EventPublisher;
import io.gantry.bench.Figures;
import io.gantry.cli.suite.GantryDirectory;
import io.gantry.embedded.InfrastructureConnection;
import io.gantry.embedded.InfrastructureProcess;
import io.gantry.embedded.Launch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Rounds in which each has its turn with each kind of load.
@Command(
        name = "proxy",
        description =
                "Requests, processor time, added latency and streams of the proxy beside HAProxy, nginx and Knative.",
        mixinStandardHelpOptions = true)
public final class ProxyBench implements Callable<Integer> {

    private static final int HALF_LOAD_CONNECTIONS = 64;

    /// With one processor, the compiler takes as long as it is let to.
    private static final int WARM_UP_SECONDS = 5;

    private static final int MOST_WARM_UPS = 40;

    /// So many turns that were not cheaper by a twentieth end the warm-up.
    private static final int STEADY = 4;

    private static final double CHEAPER = 0.95;

    @Option(
            names = "--connections",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,64,1024",
            description = "Numbers of connections for small requests (default: ${DEFAULT-VALUE}).")
    private int[] connections = {};

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each is measured (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long each measurement takes (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--knative",
            description =
                    "Measure Knative's activator and queue-proxy as well, which Go builds first, with the small requests.")
    private boolean withKnative;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            defaultValue = "0",
            description =
                    "Then tell the live memory of Gantry's proxy in each of so many minutes at half of what it can do (default: ${DEFAULT-VALUE}; --connections has to have 64).")
    private int soakMinutes;

    @Option(names = "--quick", description = "Two rounds of two seconds.")
    private boolean quick;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (quick) {
            rounds = 2;
            seconds = 2;
        }
        GantryDirectory directory =
                GantryDirectory.create(Files.createTempDirectory("gantry-bench-"));
        Path scratch = Files.createDirectories(directory.path().resolve("peers"));
        Cores.ask();
        try (InfrastructureProcess infrastructure =
                        InfrastructureProcess.start(
                                InfrastructureProcess.Java.current(), Launch.temporary());
                Streams streams = new Streams();
                Target backend = Peers.backend(scratch, 25_080, streams.port());
                Target gantry = gantry(directory, infrastructure.connection(), backend);
                Target haproxy = Peers.haproxy(scratch, backend, 25_180);
                Target nginx = Peers.nginx(scratch, backend, 25_280);
                Knative knative =
                        withKnative ? Knative.start(scratch.resolve("knative"), backend) : null) {
            List<Target> targets = new ArrayList<>(List.of(backend, gantry, haproxy, nginx));
            if (knative != null) {
                targets.add(knative.target());
            }
            measure(new Load(scratch), streams, targets, gantry).print(spec.commandLine().getOut());
        }
        return 0;
    }

    private ProxyReport measure(Load load, Streams streams, List<Target> targets, Target gantry)
            throws Exception {
        warmUp(load, streams, gantry);
        ProxyReport report = new ProxyReport(rounds, seconds, Cores.shared());
        for (int count : connections) {
            small(load, targets, count, 0).forEach(report::small);
        }
        double half = report.perSecond("Gantry", HALF_LOAD_CONNECTIONS) / 2;
        if (!Double.isNaN(half)) {
            small(load, targets, HALF_LOAD_CONNECTIONS, half).forEach(report::small);
        }
        streams(streams, targets).forEach(report::streams);
        if (!Double.isNaN(half)) {
            Soak.run(load, gantry, HALF_LOAD_CONNECTIONS, half, soakMinutes).forEach(report::soak);
        }
        return report;
    }

    private static Target gantry(
            GantryDirectory directory, InfrastructureConnection infrastructure, Target backend)
            throws IOException, InterruptedException {
        try (EventPublisher events = new EventPublisher(infrastructure.kafkaBootstrapServers())) {
            GantryProxy.publish(events, "small", backend.small());
            GantryProxy.publish(events, "streams", backend.streams());
        }
        return GantryProxy.start(directory, infrastructure);
    }

    /// Compilers have to have had their time, of the one processor: as long as requests get
    /// cheaper, they have not. A proxy runs for days.
    private void warmUp(Load load, Streams streams, Target gantry) throws Exception {
        var _ = streams.run(gantry, WARM_UP_SECONDS);
        double least = Double.POSITIVE_INFINITY;
        int since = 0;
        for (int turn = 0; turn < MOST_WARM_UPS && since < STEADY; turn++) {
            double micros = load.run(gantry, HALF_LOAD_CONNECTIONS, 0, WARM_UP_SECONDS).cpuMicros();
            say("  warms up, %.0f µs a request", micros);
            since = micros < least * CHEAPER ? 0 : since + 1;
            least = Math.min(least, micros);
        }
    }

    private List<ProxyReport.Small> small(Load load, List<Target> targets, int count, double rate)
            throws Exception {
        Map<Target, List<Load.Result>> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            say(
                    "  %d connections%s, round %d",
                    count, rate > 0 ? " at %.0f requests/s".formatted(rate) : "", round + 1);
            for (Target target : targets) {
                results.computeIfAbsent(target, _ -> new ArrayList<>())
                        .add(load.run(target, count, rate, seconds));
            }
        }
        List<ProxyReport.Small> rows = new ArrayList<>();
        results.forEach((target, all) ->
                rows.add(
                        new ProxyReport.Small(
                                target.name(),
                                count,
                                rate,
                                figures(all, Load.Result::perSecond),
                                figures(all, Load.Result::cpuMicros),
                                figures(all, Load.Result::p50Micros),
                                figures(all, Load.Result::p99Micros),
                                figures(all, Load.Result::p999Micros),
                                figures(all, Load.Result::mebibytes))));
        return rows;
    }

    private List<ProxyReport.Streamed> streams(Streams streams, List<Target> targets)
            throws Exception {
        Map<Target, List<Streams.Result>> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            say("  streams, round %d", round + 1);
            for (Target target : targets) {
                if (!target.hasStreams()) {
                    continue;
                }
                results.computeIfAbsent(target, _ -> new ArrayList<>())
                        .add(streams.run(directly(target, streams), seconds));
            }
        }
        List<ProxyReport.Streamed> rows = new ArrayList<>();
        results.forEach((target, all) ->
                rows.add(
                        new ProxyReport.Streamed(
                                target.name(),
                                figures(all, Streams.Result::cpuMicros),
                                figures(all, Streams.Result::p50Micros),
                                figures(all, Streams.Result::p99Micros),
                                figures(all, Streams.Result::p999Micros),
                                figures(all, Streams.Result::mebibytes))));
        return rows;
    }

    /// The backend of streams is this process, whose own time is not what is asked for.
    private static Target directly(Target target, Streams streams) {
        return target.streams() == streams.port()
                ? new Target(target.name(), target.small(), target.streams(), null)
                : target;
    }

    private static <T> Figures figures(List<T> results, ToDoubleFunction<T> value) {
        return new Figures(results.stream().map(value::applyAsDouble).toList());
    }

    private void say(String text, Object... arguments) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(text + "%n", arguments);
        err.flush();
    }
}
