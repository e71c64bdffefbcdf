package io.gantry.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.output.Table;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.ServiceLauncher;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was measured, as a table for people and as one line of JSON.
record StartupReport(Map<Service, Row> rows) {

    static final List<String> PLAIN = List.of("-Xmx256m");

    /// One start.
    record Sample(double seconds, double mebibytes) {}

    /// The starts with one set of options.
    record Starts(Figures seconds, Figures mebibytes) {

        static Starts of(List<Sample> samples) {
            return new Starts(
                    new Figures(samples.stream().map(Sample::seconds).toList()),
                    new Figures(samples.stream().map(Sample::mebibytes).toList()));
        }

        ObjectNode json() {
            return new ObjectMapper()
                    .createObjectNode()
                    .put("readySeconds", seconds.median())
                    .put("readySecondsMin", seconds.min())
                    .put("readySecondsMax", seconds.max())
                    .put("rssMebibytes", mebibytes.median());
        }
    }

    /// A service's starts: with the AOT cache, without it, and with plain options.
    record Row(Starts aot, Starts tuned, Starts plain) {

        static Row of(List<Sample> aot, List<Sample> tuned, List<Sample> plain) {
            return new Row(Starts.of(aot), Starts.of(tuned), Starts.of(plain));
        }

        double aotRatio() {
            return aot.seconds().median() / plain.seconds().median();
        }

        double tunedRatio() {
            return tuned.seconds().median() / plain.seconds().median();
        }
    }

    void print(PrintWriter out) {
        out.printf("With and without AOT cache: %s%n", options(Service.MODEL_REGISTRY));
        out.printf("The loader: %s%n", options(Service.LOADER));
        out.printf("Plain: %s%n", String.join(" ", PLAIN));
        out.println("READY is in seconds, RSS in MiB; medians, with the spread in seconds.");
        out.println();
        out.print(table());
        out.println(json());
        out.flush();
    }

    private Table table() {
        Table table =
                new Table(
                        "SERVICE",
                        "AOT READY",
                        "SPREAD",
                        "RSS",
                        "NO AOT READY",
                        "SPREAD",
                        "RSS",
                        "PLAIN READY",
                        "SPREAD",
                        "RSS",
                        "AOT/PLAIN",
                        "NO AOT/PLAIN");
        rows.forEach((service, row) ->
                table.row(
                        service.folder(),
                        number(row.aot().seconds().median()),
                        spread(row.aot().seconds()),
                        number(row.aot().mebibytes().median()),
                        number(row.tuned().seconds().median()),
                        spread(row.tuned().seconds()),
                        number(row.tuned().mebibytes().median()),
                        number(row.plain().seconds().median()),
                        spread(row.plain().seconds()),
                        number(row.plain().mebibytes().median()),
                        number(row.aotRatio()),
                        number(row.tunedRatio())));
        return table;
    }

    private ObjectNode json() {
        ObjectNode json =
                new ObjectMapper()
                        .createObjectNode()
                        .put("bench", "startup")
                        .put("plainOptions", String.join(" ", PLAIN));
        var services = json.putArray("services");
        rows.forEach((service, row) -> {
            ObjectNode figures = services.addObject().put("service", service.folder());
            figures.put("options", options(service));
            figures.set("aot", row.aot().json());
            figures.set("noAot", row.tuned().json());
            figures.set("plain", row.plain().json());
            figures.put("aotRatio", row.aotRatio()).put("noAotRatio", row.tunedRatio());
        });
        return json;
    }

    private static String options(Service service) {
        return String.join(" ", ServiceLauncher.defaultOptions(service));
    }

    private static String spread(Figures figures) {
        return number(figures.min()) + "-" + number(figures.max());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }
}
