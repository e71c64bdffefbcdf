package io.gantry.bench.monitor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.bench.EventPublisher;
import io.gantry.bench.Footprint;
import io.gantry.cli.output.Table;
import io.gantry.cli.suite.GantryDirectory;
import io.gantry.embedded.InfrastructureConnection;
import io.gantry.embedded.InfrastructureProcess;
import io.gantry.embedded.Launch;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What many models under traffic cost the monitor, and how soon it decides meanwhile: one that has
/// a few stands beside it.
@Command(
        name = "monitor",
        description = "CPU, memory and decisions of a monitor of many models under traffic.",
        mixinStandardHelpOptions = true)
public final class MonitorBench implements Callable<Integer> {

    private static final int FEW = 100;
    private static final int SLICES = 100;
    private static final int WAKES_A_SECOND = 5;
    private static final double P99 = 0.99;

    @Option(
            names = "--models",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Models with a sample a second each (default: ${DEFAULT-VALUE}).")
    private int models;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long it is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "90",
            description = "Seconds of traffic before (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--quick", description = "Shorter, with few models left out.")
    private boolean quick;

    @Spec private CommandSpec spec = CommandSpec.create();

    /// @param cores of processor time a second
    /// @param tickMillis mean time of a look at everything
    /// @param behind samples that were published and not read a second after the last
    private record Row(
            int models,
            double cores,
            double mebibytes,
            double heapMebibytes,
            double tickMillis,
            long behind,
            List<Double> wakeMillis,
            int unanswered) {

        double wake(double part) {
            return wakeMillis.isEmpty()
                    ? Double.NaN
                    : wakeMillis.get((int) Math.ceil(part * wakeMillis.size()) - 1);
        }
    }

    @Override
    public Integer call() throws Exception {
        if (quick) {
            seconds = Math.min(seconds, 20);
            warmUp = Math.min(warmUp, 20);
        }
        print(quick ? List.of(measure(models)) : List.of(measure(FEW), measure(models)));
        return 0;
    }

    private Row measure(int count) throws Exception {
        GantryDirectory directory =
                GantryDirectory.create(Files.createTempDirectory("gantry-bench-"));
        try (InfrastructureProcess infrastructure =
                InfrastructureProcess.start(
                        InfrastructureProcess.Java.current(), Launch.temporary())) {
            InfrastructureConnection connection = infrastructure.connection();
            // Makes the topics.
            new MonitorProcess(directory, connection).close();
            try (EventPublisher events = new EventPublisher(connection.kafkaBootstrapServers())) {
                MonitoredModels published = new MonitoredModels(events);
                for (int model = 0; model < count; model++) {
                    published.publish("model-" + model, 1);
                }
                for (int model = 0; model < seconds * WAKES_A_SECOND; model++) {
                    published.publish("asleep-" + model, 0);
                }
                events.flush();
                say("  starts the monitor of %d models", count);
                try (MonitorProcess monitor = new MonitorProcess(directory, connection);
                        Wakes wakes = new Wakes(connection.kafkaBootstrapServers())) {
                    say("  is ready, and under traffic");
                    return measure(count, monitor.footprint(), published, wakes);
                }
            }
        }
    }

    private Row measure(int count, Footprint monitor, MonitoredModels published, Wakes wakes)
            throws Exception {
        traffic(count, warmUp, 0, published, wakes);
        double cpu = monitor.cpuSeconds();
        double ticks = monitor.metric("gantry_monitor_tick_seconds_count{of=\"decisions\"");
        double ticking = monitor.metric("gantry_monitor_tick_seconds_sum{of=\"decisions\"");
        double read = monitor.metric("gantry_monitor_samples_read_total");
        long from = System.nanoTime();
        traffic(count, seconds, WAKES_A_SECOND, published, wakes);
        double cores = (monitor.cpuSeconds() - cpu) / ((System.nanoTime() - from) / 1e9);
        double tickMillis =
                (monitor.metric("gantry_monitor_tick_seconds_sum{of=\"decisions\"") - ticking)
                        / (monitor.metric("gantry_monitor_tick_seconds_count{of=\"decisions\"")
                                - ticks)
                        * 1000;
        TimeUnit.SECONDS.sleep(1);
        long behind =
                (long) count * seconds
                        + (long) seconds * WAKES_A_SECOND
                        - (long) (monitor.metric("gantry_monitor_samples_read_total") - read);
        double resident = monitor.residentMebibytes();
        return new Row(
                count,
                cores,
                resident,
                monitor.liveHeapMebibytes(),
                tickMillis,
                behind,
                wakes.millis(),
                wakes.unanswered());
    }

    /// A sample of each model every second, spread over the second.
    private static void traffic(
            int count, int seconds, int wakesASecond, MonitoredModels published, Wakes wakes) {
        long start = System.nanoTime();
        for (int slice = 0; slice < seconds * SLICES; slice++) {
            LockSupport.parkNanos(start + slice * (1_000_000_000L / SLICES) - System.nanoTime());
            int within = slice % SLICES;
            for (int model = within; model < count; model += SLICES) {
                published.sample("model-" + model, 0);
            }
            if (wakesASecond > 0 && within % (SLICES / wakesASecond) == 0) {
                String asleep =
                        "asleep-"
                                + (slice / SLICES * wakesASecond + within * wakesASecond / SLICES);
                wakes.asked(asleep);
                published.sample(asleep, 1);
            }
        }
    }

    private void print(List<Row> rows) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%nThe monitor with a sample a second of each model, over %d s; Kafka and this program share the machine%n%n",
                seconds);
        Table table =
                new Table(
                        "models",
                        "cores",
                        "memory",
                        "live heap",
                        "tick",
                        "unread",
                        "wakes",
                        "p50",
                        "p99",
                        "max");
        for (Row row : rows) {
            table.row(
                    Integer.toString(row.models()),
                    text("%.2f", row.cores()),
                    text("%.0f MiB", row.mebibytes()),
                    text("%.0f MiB", row.heapMebibytes()),
                    text("%.0f ms", row.tickMillis()),
                    Long.toString(row.behind()),
                    "%d, %d unanswered".formatted(row.wakeMillis().size(), row.unanswered()),
                    text("%.0f ms", row.wake(0.5)),
                    text("%.0f ms", row.wake(P99)),
                    text("%.0f ms", row.wake(1)));
        }
        out.print(table);
        out.printf("%n%s%n", json(rows));
        out.flush();
    }

    private static ObjectNode json(List<Row> rows) {
        ObjectNode json = new ObjectMapper().createObjectNode().put("bench", "monitor");
        for (Row row : new ArrayList<>(rows)) {
            json.withArray("rows")
                    .addObject()
                    .put("models", row.models())
                    .put("cores", row.cores())
                    .put("mebibytes", row.mebibytes())
                    .put("heapMebibytes", row.heapMebibytes())
                    .put("tickMillis", row.tickMillis())
                    .put("unread", row.behind())
                    .put("unanswered", row.unanswered())
                    .put("wakeP50Millis", row.wake(0.5))
                    .put("wakeP99Millis", row.wake(P99))
                    .put("wakeMaxMillis", row.wake(1));
        }
        return json;
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void say(String format, Object... words) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(format + "%n", words);
        err.flush();
    }
}
