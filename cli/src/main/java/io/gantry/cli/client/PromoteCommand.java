package io.gantry.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.suite.GantryOptions;
import io.gantry.cli.suite.Service;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gantry promote`: gives a canary more of the traffic, or all.
@Command(
        name = "promote",
        description = "Has a model's canary serve everything, or another share.",
        mixinStandardHelpOptions = true)
public final class PromoteCommand implements Runnable {

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Parameters(paramLabel = "MODEL", description = "The model, as NAME or NAMESPACE/NAME.")
    private String model = "";

    @Option(
            names = "--percent",
            paramLabel = "N",
            description =
                    "The canary's share of the requests, 0 to 100 (default: all, and it is no canary any more).")
    private @Nullable Integer percent;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        ModelName name = ModelName.parse(model);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (percent != null) {
            body.put("trafficPercent", percent);
        }
        RegistryClient registry = new RegistryClient(gantry.suite().url(Service.MODEL_REGISTRY));
        JsonNode answer =
                registry.post(name.path() + "/promote", "application/json", body.toString());
        Shares.print(name, answer, spec.commandLine().getOut());
    }
}
