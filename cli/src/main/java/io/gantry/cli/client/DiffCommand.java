package io.gantry.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cli.suite.GantryOptions;
import io.gantry.cli.suite.Service;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gantry diff`: what a revision runs that another does not.
@Command(
        name = "diff",
        description = "Shows what a revision of a model runs that another does not.",
        mixinStandardHelpOptions = true)
public final class DiffCommand implements Runnable {

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "The model, as NAME or NAMESPACE/NAME.")
    private String model = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FROM",
            description = "The revision to compare with (default: the one before TO).")
    private @Nullable String from;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "TO",
            description = "The revision (default: the newest).")
    private @Nullable String to;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        ModelName name = ModelName.parse(model);
        RegistryClient registry = new RegistryClient(gantry.suite().url(Service.MODEL_REGISTRY));
        String revision = to == null ? newest(registry, name) : to;
        String with = from == null ? "" : "?with=" + encoded(from);
        JsonNode diff =
                registry.get(name.path() + "/revisions/" + encoded(revision) + "/diff" + with);
        print(diff, spec.commandLine().getOut());
    }

    private static String newest(RegistryClient registry, ModelName model) {
        return registry.get(model.path() + "/revisions?limit=1").at("/items/0/name").asText();
    }

    private static void print(JsonNode diff, PrintWriter out) {
        out.printf("--- %s%n", diff.path("with").asText());
        out.printf("+++ %s%n", diff.path("revision").asText());
        for (JsonNode difference : diff.path("differences")) {
            line("-", difference, "before", out);
            line("+", difference, "after", out);
        }
        out.flush();
    }

    private static void line(String sign, JsonNode difference, String side, PrintWriter out) {
        if (difference.has(side)) {
            out.printf(
                    "%s %s: %s%n", sign, difference.path("path").asText(), difference.path(side));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
