package io.gantry.bench.deployer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.output.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// What was measured of the deployer, as a table for people and as one line of JSON.
record DeployerReport(int nodes, List<Row> rows) {

    /// One measurement.
    ///
    /// @param seconds from the first event until the last of all is ready
    /// @param halfSeconds the same until half of them are
    /// @param writesPerService to the API server, until all are ready
    /// @param idleWrites within the minute after that
    /// @param peakMebibytes of the deployer's resident memory until all are ready
    /// @param residentMebibytes after the idle minute
    /// @param heapMebibytes in use after a collection, when all are ready
    /// @param writesAfterKill for each service, within a minute of the restart after `kill -9`; NaN
    ///   when it did not come back
    /// @param peakAfterKill of the resident memory, in MiB; NaN likewise
    record Row(
            int services,
            double seconds,
            double halfSeconds,
            double writesPerService,
            double idleWrites,
            double peakMebibytes,
            double residentMebibytes,
            double heapMebibytes,
            double writesAfterKill,
            double peakAfterKill) {}

    DeployerReport {
        rows = List.copyOf(rows);
    }

    void print(PrintWriter out) {
        out.printf(
                "On %d nodes. READY: seconds until all are, HALF until half of them are;%n", nodes);
        out.println("WRITES to the API server for each service, IDLE in all in the minute after;");
        out.println("memory of the deployer in MiB; KILLED: a minute after a kill -9.");
        out.println();
        Table table =
                new Table(
                        "SERVICES",
                        "READY",
                        "HALF",
                        "PER S",
                        "WRITES",
                        "IDLE",
                        "PEAK RSS",
                        "RSS",
                        "LIVE HEAP",
                        "KILLED: WRITES",
                        "PEAK RSS");
        for (Row row : rows) {
            table.row(
                    Integer.toString(row.services()),
                    number(row.seconds()),
                    number(row.halfSeconds()),
                    number(row.services() / row.seconds()),
                    number(row.writesPerService()),
                    number(row.idleWrites()),
                    number(row.peakMebibytes()),
                    number(row.residentMebibytes()),
                    number(row.heapMebibytes()),
                    number(row.writesAfterKill()),
                    number(row.peakAfterKill()));
        }
        out.print(table);
        out.println(json());
        out.flush();
    }

    private ObjectNode json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode().put("bench", "deployer").put("nodes", nodes);
        json.set("rows", mapper.valueToTree(rows));
        return json;
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "failed";
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }
}
