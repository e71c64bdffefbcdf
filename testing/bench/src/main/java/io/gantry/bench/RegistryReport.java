package io.gantry.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.output.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What was measured of the registry, as a table for people and as one line of JSON.
record RegistryReport(List<Row> rows) {

    /// @param peer what it is measured beside; null for nothing
    record Row(
            String what, Figures registry, @Nullable String peer, @Nullable Figures peerFigures) {

        static Row alone(String what, Figures registry) {
            return new Row(what, registry, null, null);
        }

        String ratio() {
            return peerFigures == null ? "" : number(registry.median() / peerFigures.median());
        }
    }

    void print(PrintWriter out) {
        out.println("Medians of the runs, with their spread.");
        out.println();
        Table table = new Table("WHAT", "REGISTRY", "SPREAD", "PEER", "", "SPREAD", "RATIO");
        rows.forEach(row ->
                table.row(
                        row.what(),
                        number(row.registry().median()),
                        spread(row.registry()),
                        row.peer() == null ? "" : row.peer(),
                        row.peerFigures() == null ? "" : number(row.peerFigures().median()),
                        row.peerFigures() == null ? "" : spread(row.peerFigures()),
                        row.ratio()));
        out.print(table);
        out.println(json());
        out.flush();
    }

    private ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode().put("bench", "registry");
        var all = json.putArray("rows");
        rows.forEach(row -> {
            ObjectNode one = all.addObject().put("what", row.what());
            one.set("registry", figures(row.registry()));
            if (row.peerFigures() != null) {
                one.put("peer", row.peer()).set("peerFigures", figures(row.peerFigures()));
            }
        });
        return json;
    }

    private static ObjectNode figures(Figures figures) {
        return new ObjectMapper()
                .createObjectNode()
                .put("median", figures.median())
                .put("min", figures.min())
                .put("max", figures.max());
    }

    private static String spread(Figures figures) {
        return number(figures.min()) + "-" + number(figures.max());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }
}
