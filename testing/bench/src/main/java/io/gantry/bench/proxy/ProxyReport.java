package io.gantry.bench.proxy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.bench.Figures;
import io.gantry.cli.output.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was measured, as tables for people and as one line of JSON.
final class ProxyReport {

    private static final String PEER = "HAProxy";
    private static final String BACKEND = "backend";

    private final int rounds;
    private final int seconds;
    private final boolean sharedCores;
    private final List<Small> small = new ArrayList<>();
    private final List<Streamed> streams = new ArrayList<>();
    private final List<Soak.Sample> soak = new ArrayList<>();

    ProxyReport(int rounds, int seconds, boolean sharedCores) {
        this.rounds = rounds;
        this.seconds = seconds;
        this.sharedCores = sharedCores;
    }

    /// Small requests.
    ///
    /// @param rate requests in a second; 0 for as many as were answered
    record Small(
            String target,
            int connections,
            double rate,
            Figures perSecond,
            Figures cpuMicros,
            Figures p50Micros,
            Figures p99Micros,
            Figures p999Micros,
            Figures mebibytes) {

        boolean isBeside(Small other) {
            return connections == other.connections && rate == other.rate;
        }
    }

    /// Streams of events.
    record Streamed(
            String target,
            Figures cpuMicros,
            Figures p50Micros,
            Figures p99Micros,
            Figures p999Micros,
            Figures mebibytes) {}

    void small(Small row) {
        small.add(row);
    }

    void streams(Streamed row) {
        streams.add(row);
    }

    void soak(Soak.Sample sample) {
        soak.add(sample);
    }

    /// NaN when that was not measured.
    double perSecond(String target, int connections) {
        return small.stream()
                .filter(row -> row.target().equals(target) && row.connections() == connections)
                .mapToDouble(row -> row.perSecond().median())
                .findFirst()
                .orElse(Double.NaN);
    }

    void print(PrintWriter out) {
        out.printf(
                "Medians of %d rounds of %d s. What is measured has %s.%n",
                rounds, seconds, sharedCores ? "no processor of its own" : "the first processor");
        out.println(
                "CPU: of the proxy, in µs for each request or event. Latencies in µs; ADDED is");
        out.println(
                "p99 over that of the backend alone. RATIO: requests/s, and CPU, to HAProxy's.");
        out.println();
        printSmall(out);
        out.println();
        out.println("64 streams of 200 events/s, by when each event arrives:");
        out.println();
        printStreams(out);
        if (!soak.isEmpty()) {
            out.println();
            printSoak(out);
        }
        out.println(json());
        out.flush();
    }

    private void printSmall(PrintWriter out) {
        Table table =
                new Table(
                        "CONNECTIONS",
                        "RATE",
                        "TARGET",
                        "REQ/S",
                        "SPREAD",
                        "RATIO",
                        "CPU",
                        "RATIO",
                        "P50",
                        "P99",
                        "ADDED",
                        "P99.9",
                        "RSS MIB");
        for (Small row : small) {
            Small peer = beside(row, PEER);
            Small backend = beside(row, BACKEND);
            table.row(
                    Integer.toString(row.connections()),
                    row.rate() > 0 ? number(row.rate()) : "max",
                    row.target(),
                    number(row.perSecond().median()),
                    "%s–%s".formatted(number(row.perSecond().min()), number(row.perSecond().max())),
                    ratio(row.perSecond(), peer.perSecond()),
                    number(row.cpuMicros().median()),
                    ratio(row.cpuMicros(), peer.cpuMicros()),
                    number(row.p50Micros().median()),
                    number(row.p99Micros().median()),
                    number(row.p99Micros().median() - backend.p99Micros().median()),
                    number(row.p999Micros().median()),
                    number(row.mebibytes().median()));
        }
        out.print(table);
    }

    private Small beside(Small row, String target) {
        return small.stream()
                .filter(other -> other.target().equals(target) && other.isBeside(row))
                .findFirst()
                .orElse(row);
    }

    private void printStreams(PrintWriter out) {
        Table table =
                new Table("TARGET", "CPU", "RATIO", "P50", "P99", "ADDED", "P99.9", "RSS MIB");
        for (Streamed row : streams) {
            table.row(
                    row.target(),
                    number(row.cpuMicros().median()),
                    ratio(row.cpuMicros(), beside(row, PEER).cpuMicros()),
                    number(row.p50Micros().median()),
                    number(row.p99Micros().median()),
                    number(row.p99Micros().median() - beside(row, BACKEND).p99Micros().median()),
                    number(row.p999Micros().median()),
                    number(row.mebibytes().median()));
        }
        out.print(table);
    }

    private void printSoak(PrintWriter out) {
        Table table = new Table("MINUTE", "REQ/S", "LIVE HEAP MIB", "RSS MIB");
        for (Soak.Sample sample : soak) {
            table.row(
                    Integer.toString(sample.minute()),
                    number(sample.perSecond()),
                    number(sample.heapMebibytes()),
                    number(sample.mebibytes()));
        }
        out.print(table);
    }

    private Streamed beside(Streamed row, String target) {
        return streams.stream()
                .filter(other -> other.target().equals(target))
                .findFirst()
                .orElse(row);
    }

    private ObjectNode json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json =
                mapper.createObjectNode()
                        .put("bench", "proxy")
                        .put("rounds", rounds)
                        .put("seconds", seconds)
                        .put("ownProcessor", !sharedCores);
        json.set("small", mapper.valueToTree(small));
        json.set("streams", mapper.valueToTree(streams));
        json.set("soak", mapper.valueToTree(soak));
        return json;
    }

    private static String ratio(Figures of, Figures to) {
        return to.median() == 0
                ? ""
                : String.format(Locale.ROOT, "%.2f", of.median() / to.median());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.1f" : "%.0f", value);
    }
}
