package io.gantry.cli.client;

import io.gantry.cli.suite.GantryOptions;
import io.gantry.cli.suite.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gantry delete`: takes models down.
@Command(
        name = "delete",
        description = "Deletes models with their predictors.",
        mixinStandardHelpOptions = true)
public final class DeleteCommand implements Runnable {

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "MODEL",
            description = "Models, each as NAME or NAMESPACE/NAME.")
    private String[] models = {};

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        RegistryClient registry = new RegistryClient(gantry.suite().url(Service.MODEL_REGISTRY));
        for (String text : models) {
            ModelName model = ModelName.parse(text);
            registry.delete(model.path());
            spec.commandLine().getOut().printf("%s/%s deleted%n", model.namespace(), model.name());
        }
        spec.commandLine().getOut().flush();
    }
}
