package io.gantry.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cli.output.OutputFormat;
import io.gantry.cli.output.Table;
import io.gantry.cli.suite.GantryOptions;
import io.gantry.cli.suite.Service;
import io.gantry.events.Keys;
import io.gantry.events.text.Amounts;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gantry get alerts`: what a person should know.
@Command(
        name = "alerts",
        description = "Shows the alerts that are open.",
        mixinStandardHelpOptions = true)
public final class GetAlertsCommand implements Runnable {

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml, with facts and runbooks (default: table).")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        RegistryClient monitor = new RegistryClient("monitor", gantry.suite().url(Service.MONITOR));
        JsonNode alerts = monitor.get("/v1/alerts");
        PrintWriter out = spec.commandLine().getOut();
        if (output != OutputFormat.TABLE) {
            out.print(output.write(alerts));
        } else if (alerts.isEmpty()) {
            out.println("No alert is open.");
        } else {
            out.print(table(alerts, InstantSource.system().instant()));
        }
        out.flush();
    }

    static Table table(JsonNode alerts, Instant now) {
        Table table = new Table("SEVERITY", "ALERT", "NAMESPACE", "NAME", "FOR", "TOLD", "SUMMARY");
        alerts.forEach(alert -> {
            String namespace = alert.path("namespace").asText();
            Instant since = Instant.parse(alert.path("startsAt").asText());
            table.row(
                    alert.path("severity").asText(),
                    alert.path("alert").asText(),
                    namespace.equals(Keys.CLUSTER_SCOPE) ? "-" : namespace,
                    alert.path("name").asText(),
                    Amounts.duration(Duration.between(since, now)),
                    alert.path("silencedBy").isEmpty() ? "yes" : "silenced",
                    alert.path("summary").asText());
        });
        return table;
    }
}
