package io.gantry.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cli.output.OutputFormat;
import io.gantry.cli.output.Table;
import io.gantry.cli.suite.GantryOptions;
import io.gantry.cli.suite.Service;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gantry revisions`: what a model ran, and runs.
@Command(
        name = "revisions",
        description = "Shows a model's revisions, the newest first (1000 at most).",
        mixinStandardHelpOptions = true)
public final class RevisionsCommand implements Runnable {

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Parameters(paramLabel = "MODEL", description = "The model, as NAME or NAMESPACE/NAME.")
    private String model = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml (default: table).")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        ModelName name = ModelName.parse(model);
        RegistryClient registry = new RegistryClient(gantry.suite().url(Service.MODEL_REGISTRY));
        JsonNode page = registry.get(name.path() + "/revisions?limit=1000");
        PrintWriter out = spec.commandLine().getOut();
        out.print(output == OutputFormat.TABLE ? table(page) : output.write(page));
        out.flush();
    }

    private static Table table(JsonNode page) {
        Table table = new Table("NAME", "CREATED", "TRAFFIC", "READY", "ROLLED OUT", "STORAGE");
        for (JsonNode revision : page.path("items")) {
            table.row(
                    revision.path("name").asText(),
                    revision.path("createdAt").asText(),
                    revision.path("desired").asBoolean()
                            ? revision.path("trafficPercent").asText() + " %"
                            : "",
                    revision.path("ready").asText(),
                    revision.path("rolledOut").asText(),
                    revision.at("/artifacts/0/storageUri").asText());
        }
        return table;
    }
}
