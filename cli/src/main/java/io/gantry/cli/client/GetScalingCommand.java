package io.gantry.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cli.output.OutputFormat;
import io.gantry.cli.suite.GantryOptions;
import io.gantry.cli.suite.Service;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gantry get scaling`: how many replicas models should have, and why.
@Command(
        name = "scaling",
        description = "Tells how many replicas models should have, and why.",
        mixinStandardHelpOptions = true)
public final class GetScalingCommand implements Runnable {

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "[NAMESPACE/]NAME",
            description = "Only this model (default: all).")
    private @Nullable String model;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description =
                    "table (a sentence for each revision), json or yaml, with the figures that went into it (default: table).")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        RegistryClient monitor = new RegistryClient("monitor", gantry.suite().url(Service.MONITOR));
        JsonNode decisions = monitor.get(path());
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputFormat.TABLE) {
            decisions.forEach(decision -> out.println(sentence(decision)));
        } else {
            out.print(output.write(decisions));
        }
        out.flush();
    }

    private String path() {
        if (model == null) {
            return "/v1/scaling";
        }
        ModelName name = ModelName.parse(model);
        return "/v1/scaling/%s/%s".formatted(name.namespace(), name.name());
    }

    private static String sentence(JsonNode decision) {
        int replicas = decision.path("replicas").asInt();
        return "%s/%s: %d %s. %s"
                .formatted(
                        decision.path("namespace").asText(),
                        decision.path("revision").asText(),
                        replicas,
                        replicas == 1 ? "replica" : "replicas",
                        decision.path("reason").asText());
    }
}
