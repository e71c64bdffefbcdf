package io.gantry.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.client.RegistryClient;
import io.gantry.cli.output.OutputFormat;
import io.gantry.cli.suite.GantryOptions;
import io.gantry.cli.suite.Service;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gantry plan`: asks the registry what a model will need.
@Command(
        name = "plan",
        description = "Plans the memory, GPUs and replicas that a model will need.",
        mixinStandardHelpOptions = true)
public final class PlanCommand implements Runnable {

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Mixin private PlanOptions options = new PlanOptions();

    @Option(names = "--steps", description = "Says how each figure was computed.")
    private boolean steps;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml (default: table).")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        ObjectNode request = options.request();
        RegistryClient registry = new RegistryClient(gantry.suite().url(Service.MODEL_REGISTRY));
        JsonNode plan = registry.post("/v1/plan", "application/json", request.toString());
        PrintWriter out = spec.commandLine().getOut();
        out.print(output == OutputFormat.TABLE ? PlanTable.of(plan, steps) : output.write(plan));
        out.flush();
    }
}
