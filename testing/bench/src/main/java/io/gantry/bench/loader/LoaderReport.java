package io.gantry.bench.loader;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.bench.Figures;
import io.gantry.cli.output.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// What was measured of the downloaders, as a table for people and as one line of JSON.
///
/// @param missing why a peer is not among them, by its name
record LoaderReport(int rounds, List<Row> rows, Map<String, String> missing) {

    /// A downloader's figures for a payload.
    ///
    /// @param ours of the loader, for the same payload
    record Row(Payload payload, String name, Taken taken, Taken ours) {}

    /// What the runs of one downloader took.
    record Taken(Figures wall, Figures onDisk, Figures cpu, Figures mebibytes) {

        static Taken of(List<Usage> runs) {
            return new Taken(
                    figures(runs, Usage::wallSeconds),
                    figures(runs, Usage::onDiskSeconds),
                    figures(runs, Usage::cpuSeconds),
                    figures(runs, Usage::mebibytes));
        }

        private static Figures figures(List<Usage> runs, ToDoubleFunction<Usage> figure) {
            return new Figures(runs.stream().map(figure::applyAsDouble).toList());
        }
    }

    static LoaderReport of(
            int rounds, Map<Payload, Map<String, List<Usage>>> runs, Map<String, String> missing) {
        List<Row> rows = new ArrayList<>();
        runs.forEach((payload, byName) -> {
            Taken ours = Taken.of(byName.getOrDefault(Downloaders.GANTRY, List.of()));
            byName.forEach(
                    (name, usages) -> rows.add(new Row(payload, name, Taken.of(usages), ours)));
        });
        return new LoaderReport(rounds, rows, missing);
    }

    void print(PrintWriter out) {
        out.printf(
                "Medians of %d round(s), with their spread; x is a figure by that of %s.%n",
                rounds, Downloaders.GANTRY);
        out.println("WALL is until the program ended, DISK until all it wrote was on disk, too;");
        out.println("both and CPU (user and system) in seconds, RSS (its peak) in MiB.");
        out.println(
                "The page cache was left as it was: no one reads the S3's files from the disk.");
        missing.forEach((name, why) -> out.printf("MISSING: %s: %s%n", name, why));
        out.println();
        out.print(table());
        out.println(json());
        out.flush();
    }

    private Table table() {
        Table table =
                new Table(
                        "WHAT", "BY", "WALL", "SPREAD", "x", "DISK", "SPREAD", "x", "CPU", "SPREAD",
                        "x", "RSS", "SPREAD", "x");
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.payload().name(), row.name()));
            cells.addAll(cells(row.taken().wall(), row.ours().wall()));
            cells.addAll(cells(row.taken().onDisk(), row.ours().onDisk()));
            cells.addAll(cells(row.taken().cpu(), row.ours().cpu()));
            cells.addAll(cells(row.taken().mebibytes(), row.ours().mebibytes()));
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    private static List<String> cells(Figures figures, Figures ours) {
        return List.of(
                number(figures.median()),
                number(figures.min()) + "-" + number(figures.max()),
                number(figures.median() / ours.median()));
    }

    private ObjectNode json() {
        ObjectNode json =
                new ObjectMapper().createObjectNode().put("bench", "loader").put("rounds", rounds);
        ObjectNode absent = json.putObject("missing");
        missing.forEach(absent::put);
        var all = json.putArray("rows");
        for (Row row : rows) {
            ObjectNode one =
                    all.addObject()
                            .put("what", row.payload().name())
                            .put("files", row.payload().files())
                            .put("bytes", row.payload().bytes())
                            .put("by", row.name());
            put(one, "wallSeconds", row.taken().wall(), row.ours().wall());
            put(one, "onDiskSeconds", row.taken().onDisk(), row.ours().onDisk());
            put(one, "cpuSeconds", row.taken().cpu(), row.ours().cpu());
            put(one, "rssMebibytes", row.taken().mebibytes(), row.ours().mebibytes());
        }
        return json;
    }

    private static void put(ObjectNode row, String name, Figures figures, Figures ours) {
        row.putObject(name)
                .put("median", figures.median())
                .put("min", figures.min())
                .put("max", figures.max())
                .put("gantry", ours.median())
                .put("ratio", figures.median() / ours.median());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }
}
