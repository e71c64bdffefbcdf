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

/// `gantry rollback`: goes back to a revision.
@Command(
        name = "rollback",
        description = "Has a revision that a model had before serve everything again.",
        mixinStandardHelpOptions = true)
public final class RollbackCommand implements Runnable {

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Parameters(paramLabel = "MODEL", description = "The model, as NAME or NAMESPACE/NAME.")
    private String model = "";

    @Option(
            names = "--to",
            paramLabel = "REVISION",
            description = "The revision (default: the one that was rolled out before).")
    private @Nullable String revision;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        ModelName name = ModelName.parse(model);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (revision != null) {
            body.put("revision", revision);
        }
        RegistryClient registry = new RegistryClient(gantry.suite().url(Service.MODEL_REGISTRY));
        JsonNode answer =
                registry.post(name.path() + "/rollback", "application/json", body.toString());
        Shares.print(name, answer, spec.commandLine().getOut());
    }
}
