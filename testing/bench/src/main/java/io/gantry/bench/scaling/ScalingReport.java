package io.gantry.bench.scaling;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.output.Table;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// How each trace was served under each autoscaler, as a table for people and as one line of JSON.
record ScalingReport(Map<Replayed, Map<String, Outcome>> rows) {

    /// What was replayed.
    ///
    /// @param coldStart of replicas, in seconds
    /// @param slo how long a first token may take beyond what its prompt takes alone, in seconds
    record Replayed(String trace, double coldStart, double slo) {

        static Replayed of(Trace.Part part, Simulation.Setting setting) {
            return new Replayed(part.name(), setting.coldStart(), setting.slo());
        }
    }

    static final String GANTRY = "gantry";

    /// Followed by the target, in requests at once for each replica.
    static final String KPA = "kpa ";

    void print(PrintWriter out) {
        out.println("GOODPUT: requests a second whose first token came in time. IN TIME: of 100");
        out.println("requests. P99: time to first token in seconds. GPU-H: hours of replicas from");
        out.println("their start on; IDLE: of 100 of them without work. MOST: replicas at once.");
        out.println();
        Table table =
                new Table(
                        "TRACE",
                        "SLO",
                        "AUTOSCALER",
                        "GOODPUT",
                        "IN TIME",
                        "P99",
                        "GPU-H",
                        "IDLE",
                        "CHANGES",
                        "MOST");
        rows.forEach((replayed, outcomes) ->
                outcomes.forEach((name, outcome) ->
                        table.row(
                                replayed.trace(),
                                number(replayed.slo()),
                                name,
                                number(outcome.goodput()),
                                number(100 * outcome.inTime()),
                                number(outcome.ttftP99()),
                                number(outcome.gpuHours()),
                                number(100 * outcome.idle()),
                                Integer.toString(outcome.changes()),
                                Integer.toString(outcome.most()))));
        out.print(table);
        out.println(json());
        out.flush();
    }

    private ObjectNode json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode().put("bench", "scaling");
        ArrayNode traces = json.putArray("traces");
        rows.forEach((replayed, outcomes) -> {
            ObjectNode trace = traces.addObject().put("trace", replayed.trace());
            trace.put("coldStartSeconds", replayed.coldStart()).put("sloSeconds", replayed.slo());
            ArrayNode autoscalers = trace.putArray("autoscalers");
            Outcome ours = Objects.requireNonNull(outcomes.get(GANTRY));
            outcomes.forEach((name, outcome) -> {
                ObjectNode figures = autoscalers.addObject().put("autoscaler", name);
                figures.setAll((ObjectNode) mapper.valueToTree(outcome));
                figures.put("gantryGoodputRatio", ours.goodput() / outcome.goodput());
                figures.put("gantryGpuHoursRatio", ours.gpuHours() / outcome.gpuHours());
            });
        });
        return json;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.0f", value);
    }
}
