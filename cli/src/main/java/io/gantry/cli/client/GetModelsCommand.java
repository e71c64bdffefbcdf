package io.gantry.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cli.output.OutputFormat;
import io.gantry.cli.output.Table;
import io.gantry.cli.suite.GantryOptions;
import io.gantry.cli.suite.Service;
import java.io.PrintWriter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gantry get models`: the InferenceServices and how they are.
@Command(
        name = "models",
        aliases = "model",
        description = "Shows the models and whether they are ready.",
        mixinStandardHelpOptions = true)
public final class GetModelsCommand implements Runnable {

    private static final String ALL = "/apis/serving.kserve.io/v1beta1/inferenceservices";
    private static final String OF_NAMESPACE =
            "/apis/serving.kserve.io/v1beta1/namespaces/%s/inferenceservices";

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Only of this namespace (default: all).")
    private @Nullable String namespace;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml (default: table).")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        RegistryClient registry = new RegistryClient(gantry.suite().url(Service.MODEL_REGISTRY));
        JsonNode list = registry.get(namespace == null ? ALL : OF_NAMESPACE.formatted(namespace));
        PrintWriter out = spec.commandLine().getOut();
        out.print(output == OutputFormat.TABLE ? table(list) : output.write(list));
        out.flush();
    }

    private static Table table(JsonNode list) {
        Table table = new Table("NAMESPACE", "NAME", "GENERATION", "READY", "REASON", "URL");
        for (JsonNode service : list.path("items")) {
            JsonNode ready =
                    conditions(service)
                            .filter(it -> it.path("type").asText().equals("Ready"))
                            .findFirst()
                            .orElse(service.path("absent"));
            table.row(
                    service.at("/metadata/namespace").asText(),
                    service.at("/metadata/name").asText(),
                    service.at("/metadata/generation").asText(),
                    ready.path("status").asText("Unknown"),
                    ready.path("reason").asText(""),
                    service.at("/status/url").asText(""));
        }
        return table;
    }

    private static Stream<JsonNode> conditions(JsonNode service) {
        return service.at("/status/conditions").valueStream();
    }
}
