package io.gantry.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cli.CliException;
import io.gantry.cli.ExitCode;
import io.gantry.cli.suite.GantryOptions;
import io.gantry.cli.suite.Service;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gantry apply`: creates or updates what manifests describe.
@Command(
        name = "apply",
        description =
                "Creates or updates the InferenceServices and runtimes of manifest files. Documents of other kinds are named and passed over.",
        mixinStandardHelpOptions = true)
public final class ApplyCommand implements Callable<Integer> {

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description = "YAML or JSON, any number of documents; - is standard input.")
    private List<String> files = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        RegistryClient registry = new RegistryClient(gantry.suite().url(Service.MODEL_REGISTRY));
        PrintWriter out = spec.commandLine().getOut();
        boolean invalid = false;
        for (String file : files) {
            JsonNode answer = registry.post("/v1/manifests", "application/yaml", read(file));
            for (JsonNode document : answer.path("documents")) {
                invalid |= print(document, out);
            }
        }
        out.flush();
        return invalid ? ExitCode.FAILED : ExitCode.OK;
    }

    /// @return true when the document was refused
    private static boolean print(JsonNode document, PrintWriter out) {
        String what =
                "%s/%s"
                        .formatted(
                                document.path("kind").asText("document"),
                                document.path("name").asText("?"));
        String outcome = document.path("outcome").asText();
        JsonNode problem = document.path("problem");
        String detail = problem.path("detail").asText("");
        out.printf("%s %s%s%n", what, outcome, detail.isEmpty() ? "" : ": " + detail);
        problem.path("errors")
                .forEach(error ->
                        out.printf(
                                "  %s: %s%n",
                                error.path("field").asText(), error.path("message").asText()));
        return outcome.equals("invalid");
    }

    private static String read(String file) {
        try {
            return file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException e) {
            throw CliException.badInput(
                    "Cannot read %s: %s"
                            .formatted(
                                    file,
                                    e.getClass().getSimpleName().equals("NoSuchFileException")
                                            ? "there is no such file"
                                            : e.getMessage()));
        }
    }
}
